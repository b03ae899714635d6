/** Where one writes, and who else does. */

import { useEffect, useLayoutEffect, useRef, useState } from "../../vendor/hooks.js";
import { summaryOf } from "../../files/summary.js";
import { app } from "../../state/index.js";
import { t } from "../../words/index.js";
import { inputOf } from "../dialogs.js";
import { DropZone, paste, useDrop } from "../files/intake.js";
import { AttachButton, TrayList, useFilled, useTray } from "../files/tray.js";
import { html, useSignalOf } from "../html.js";
import { Icon } from "../icons.js";
import { nameOf, titleOf } from "../names.js";
import { actionOf, lengthOf, MOST_CHARS, TOLD_FROM } from "./composer-keys.js";
import { EmojiPicker } from "./picker.js";
import { useWriting } from "./writing.js";

/**
 * @import { Intent } from "./types.js"
 * @typedef {ReturnType<typeof useWriting>} Writing
 */

/** @param {{id: string}} props */
export function Composer({ id }) {
  const writing = useWriting(id);
  const { text, intent, field } = writing;
  const left = MOST_CHARS - lengthOf(text);
  const area = useRef(/** @type {HTMLElement | null} */ (null));
  const tray = useTray(id);
  const filled = useFilled(tray);
  const hovering = useDrop(area, tray);
  const editing = intent?.kind === "edit";
  useAutosize(field, text);
  return html`<div ref=${area} class="composer-area">
    ${hovering && html`<${DropZone} />`}
    <${TypingLine} id=${id} />
    <form class="composer" onSubmit=${writing.submit}
        onKeyDown=${(/** @type {KeyboardEvent} */ event) => keys(event, writing)}
        onPaste=${(/** @type {ClipboardEvent} */ event) => paste(event, tray)}>
      ${intent && html`<${Purpose} intent=${intent} cancel=${writing.cancel} />`}
      ${!editing && html`<${TrayList} tray=${tray} />`}
      <div class="composer-row">
        ${!editing && html`<${AttachButton} tray=${tray} />`}
        <${EmojiButton} insert=${writing.insert} />
        <${Field} id=${id} writing=${writing} />
        <${SendButton} editing=${editing} ready=${(text.trim() !== "" || (filled && !editing)) && left >= 0} />
      </div>
      <${Count} left=${left} />
    </form>
  </div>`;
}

/**
 * Who is writing. It has its place also while nobody is, so that nothing moves; it is not announced, for it
 * changes all the time.
 * @param {{id: string}} props
 */
function TypingLine({ id }) {
  const people = useSignalOf(app.typing, id);
  return html`<div class="typing">
    ${people.length > 0 && html`<span class="typing-dots" aria-hidden="true"><i></i><i></i><i></i></span>
      <bdi>${typingText(people.map(nameOf))}</bdi>`}
  </div>`;
}

/** @param {string[]} names */
function typingText(names) {
  const [name, other, third] = names;
  if (names.length > 3) return t("timeline.typingMany", { count: names.length });
  return t(`timeline.typing${names.length}`, { name, other, third });
}

/** So much of a message is quoted. */
const LONGEST = 200;

/**
 * Above the text: which message it answers or changes, and the way out.
 * @param {{intent: Intent, cancel: () => void}} props
 */
function Purpose({ intent: { kind, message }, cancel }) {
  const editing = kind === "edit";
  const said = message.body || summaryOf(message.attachments);
  const words = editing ? t("composer.editing") : t("composer.replyingTo", { name: nameOf(message.sender) });
  return html`<div class="composer-purpose">
    <${Icon} name=${editing ? "edit" : "reply"} size=${16} />
    <span class="composer-purpose-words"><bdi>${words}</bdi>
      ${!editing && html`<bdi class="composer-purpose-text">${said.slice(0, LONGEST)}</bdi>`}</span>
    <button type="button" class="composer-cancel" aria-label=${t("composer.cancel")} title=${t("composer.cancel")}
      onClick=${cancel}><${Icon} name="close" size=${16} /></button>
  </div>`;
}

/** @param {{id: string, writing: Writing}} props */
function Field({ id, writing }) {
  const conversation = useSignalOf(app.conversation, id);
  const title = conversation ? titleOf(conversation) : "";
  return html`<textarea ref=${writing.field} class="composer-field" rows="1" dir="auto"
    aria-label=${t("composer.message")} placeholder=${t("composer.placeholder", { title })}
    value=${writing.text} autocomplete="off" enterkeyhint=${isTouch() ? "enter" : "send"} onBlur=${writing.pause}
    onInput=${(/** @type {InputEvent} */ event) => writing.write(inputOf(event).value)}></textarea>`;
}

/** @param {{editing: boolean, ready: boolean}} props */
function SendButton({ editing, ready }) {
  const label = t(editing ? "composer.save" : "composer.send");
  return html`<button type="submit" class="composer-send" aria-label=${label} title=${label}
    aria-disabled=${ready ? null : "true"}><${Icon} name=${editing ? "check" : "send"} /></button>`;
}

/** @param {{insert: (text: string) => void}} props */
function EmojiButton({ insert }) {
  const button = useRef(/** @type {HTMLElement | null} */ (null));
  const [open, setOpen] = useState(false);
  return html`<button ref=${button} type="button" class="composer-action" aria-label=${t("composer.emoji")}
      title=${t("composer.emoji")} aria-haspopup="dialog" onClick=${() => setOpen(true)}>
      <${Icon} name="emoji" /></button>
    ${open && button.current && html`<${EmojiPicker} anchor=${button.current} choose=${insert}
      close=${() => setOpen(false)} />`}`;
}

/** Said only near the limit. @param {{left: number}} props */
function Count({ left }) {
  const near = left <= MOST_CHARS - TOLD_FROM;
  const words = left < 0 ? t("composer.over", { count: -left }) : t("composer.left", { count: left });
  return html`<p class=${left < 0 ? "composer-count composer-count-over" : "composer-count"} aria-live="polite"
    hidden=${!near}>${near && words}</p>`;
}

function isTouch() {
  return matchMedia("(pointer: coarse)").matches;
}

/** @param {KeyboardEvent} event @param {Writing} writing */
function keys(event, writing) {
  const inField = event.target === writing.field.current;
  const action = actionOf(event, { inField, touch: isTouch(), text: writing.text, busy: writing.intent !== null });
  if (!action) return;
  event.preventDefault();
  writing[action]();
}

const growsByItself = CSS.supports("field-sizing", "content");

/**
 * The field is as high as its text; the style sheet does it where the browser can.
 * @param {Writing["field"]} field
 * @param {string} text
 */
function useAutosize(field, text) {
  useEffect(() => {
    field.current?.classList.toggle("composer-field-measured", !growsByItself);
  }, []);
  useLayoutEffect(() => {
    if (growsByItself || !field.current) return;
    field.current.style.blockSize = "auto";
    field.current.style.blockSize = `${field.current.scrollHeight}px`;
  }, [text]);
}
