import { useEffect, useRef, useState } from "../../vendor/hooks.js";
import { app } from "../../state/index.js";
import { t } from "../../words/index.js";
import { html, useSignalValue } from "../html.js";
import { nameOf } from "../people/identity.js";

/** @typedef {import("../../state/types.js").Message} Message */

const LONGEST = 200;

/** @param {Message[]} arrived */
function announcement(arrived) {
  if (arrived.length > 1) return t("timeline.arrived", { count: arrived.length });
  const [{ sender, body }] = arrived;
  return t("timeline.arrivedFrom", { name: nameOf(sender), text: (body ?? "").slice(0, LONGEST) });
}

/**
 * New messages of others, said once. The log itself is silent, for it would read out older ones too as they
 * are loaded.
 * @param {{timeline: ReturnType<typeof app.timeline>}} props
 */
export function Announcer({ timeline }) {
  const messages = useSignalValue(timeline.messages);
  const [text, setText] = useState("");
  const heard = useRef(/** @type {number | null} */ (null));
  useEffect(() => {
    const newest = messages[messages.length - 1]?.seq;
    if (newest === undefined || !timeline.loaded.peek()) return;
    const since = heard.current;
    heard.current = Math.max(newest, since ?? 0);
    if (since === null || newest <= since || !timeline.atEnd.peek()) return;
    const arrived = fromOthers(messages, since);
    if (arrived.length > 0) setText(announcement(arrived));
  }, [messages]);
  return html`<div class="visually-hidden" aria-live="polite">${text}</div>`;
}

/**
 * @param {readonly Message[]} messages
 * @param {number} since
 */
function fromOthers(messages, since) {
  const me = app.me.peek()?.id;
  const blocks = app.blocks.peek();
  /** @type {Message[]} */
  const arrived = [];
  for (let index = messages.length - 1; index >= 0 && messages[index].seq > since; index -= 1) {
    const { sender, deleted } = messages[index];
    if (sender.id !== me && !blocks.has(sender.id) && !deleted) arrived.unshift(messages[index]);
  }
  return arrived;
}
