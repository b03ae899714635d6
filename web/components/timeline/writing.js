/** The text in the composer: a new message with its draft, an answer, or a message being changed. */

import { signal } from "../../vendor/signals-core.js";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "../../vendor/hooks.js";
import { app } from "../../state/index.js";
import { tellFailure } from "../dialogs.js";
import { useSignalOf, useSignalValue } from "../html.js";
import { lengthOf, MOST_CHARS } from "./composer-keys.js";

/**
 * @import { Signal } from "../../vendor/signals-core.js"
 * @import { Attachment, Intent, Message } from "./types.js"
 */

/** By conversation. @type {Map<string, Signal<Intent | null>>} */
const intents = new Map();

/** @param {string} conversation */
function intentOf(conversation) {
  const known = intents.get(conversation) ?? signal(/** @type {Intent | null} */ (null));
  intents.set(conversation, known);
  return known;
}

/** To answer or to edit a message. @param {Intent["kind"]} kind @param {Message} message */
export function begin(kind, message) {
  intentOf(message.conversation).value = { kind, message };
}

/**
 * The conversation that was last written to on this page, anew with every message: the log goes to its end.
 */
export const written = signal(/** @type {{conversation: string} | null} */ (null));

/**
 * What stands in the field: the draft, or the message that is being changed.
 * @param {string} id @param {Intent | null} intent
 */
function useText(id, intent) {
  const draft = useMemo(() => app.draft(id), [id]);
  const [text, setText] = useState(draft.get());
  const sent = useSignalValue(written);
  useLayoutEffect(() => setText(intent?.kind === "edit" ? intent.message.body ?? "" : draft.get()), [intent]);
  // It may have been sent later than one pressed the button: when its files were there.
  useLayoutEffect(() => {
    if (sent?.conversation === id && intent?.kind !== "edit") setText(draft.get());
  }, [sent]);
  return { draft, text, setText };
}

/** @param {string} id */
export function useWriting(id) {
  const intent = useSignalOf(intentOf, id);
  const { draft, text, setText } = useText(id, intent);
  const field = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  // A layout effect: later it would take the focus from whoever has moved on by then.
  useLayoutEffect(() => placeCaret(field.current, intent), [intent]);
  useEffect(() => () => app.actions.typing(id, false), [id]);

  const write = (/** @type {string} */ next) => {
    setText(next);
    if (intent?.kind === "edit") return;
    app.tray(id).relent();
    draft.set(next);
    app.actions.typing(id, next.trim() !== "");
  };
  const cancel = () => {
    intentOf(id).value = null;
  };
  const send = () => {
    const body = text.trim();
    const editing = intent?.kind === "edit";
    const empty = !body && (editing || app.tray(id).items.peek().length === 0);
    if (empty || lengthOf(body) > MOST_CHARS) return;
    if (editing) save(intent.message, body, cancel);
    else app.tray(id).whenReady((attachments) => post(id, body, intent?.message ?? null, attachments));
  };
  return {
    text, intent, field, write, cancel, send,
    submit: (/** @type {Event} */ event) => {
      event.preventDefault();
      send();
      field.current?.focus();
    },
    pause: () => app.actions.typing(id, false),
    editLast: () => editLast(id),
    insert: (/** @type {string} */ piece) => insertAt(field.current, piece, write),
  };
}

/** @type {(id: string, body: string, answered: Message | null, attachments: Attachment[]) => void} */
function post(id, body, answered, attachments) {
  const draft = app.draft(id);
  app.actions.send(id, body, answered, attachments).catch((error) => {
    // What was refused is not lost: it stands in the composer again, unless something else does by now.
    app.tray(id).putBack(attachments);
    if (draft.get() === "") draft.set(body);
    written.value = { conversation: id };
    tellFailure(error);
  });
  draft.set("");
  if (intentOf(id).peek()?.message === (answered ?? undefined)) intentOf(id).value = null;
  app.actions.typing(id, false);
  written.value = { conversation: id };
}

/** @param {Message} message @param {string} body @param {() => void} done */
async function save(message, body, done) {
  try {
    if (body !== message.body) await app.actions.edit(message, body);
    done();
  } catch (error) {
    tellFailure(error);
  }
}

/** @param {string} id */
function editLast(id) {
  const me = app.me.peek()?.id;
  const last = app.timeline(id).messages.peek().findLast(({ sender, deleted }) => sender.id === me && !deleted);
  if (last) begin("edit", last);
}

/**
 * Whoever answers or edits wants to write; whoever opens a conversation too, where no screen keyboard would
 * jump up.
 * @param {HTMLTextAreaElement | null} field
 * @param {Intent | null} intent
 */
function placeCaret(field, intent) {
  if (!field || (!intent && matchMedia("(pointer: coarse)").matches)) return;
  if (!intent && document.querySelector("dialog[open]")) return;
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
}

/** @type {(field: HTMLTextAreaElement | null, piece: string, write: (text: string) => void) => void} */
function insertAt(field, piece, write) {
  if (!field) return;
  field.focus();
  field.setRangeText(piece, field.selectionStart, field.selectionEnd, "end");
  write(field.value);
}
