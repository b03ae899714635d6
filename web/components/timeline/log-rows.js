/** The rows of the log that are in the document, and moving among them. */

import { computed } from "../../vendor/signals-core.js";
import { useState } from "../../vendor/hooks.js";
import { app } from "../../state/index.js";
import { t } from "../../words/index.js";
import { CallLine } from "../calls/entry.js";
import { html, useSignalOf, useSignalValue } from "../html.js";
import { dayName } from "../times.js";
import { MessageRow } from "./message.js";
import { callsBetween, deliveriesOf, messageOf, MOST_MEMBERS, readersOf, rowsOf } from "./rows.js";

/** @import { Log, Row, SaidRow } from "./types.js" */

/** @type {ReadonlyMap<string, number>} */
const NOBODY = new Map();

/**
 * @param {{id: string, log: Log, content: {current: HTMLElement | null}, jump: (message: string) => void}} props
 */
export function LogRows({ id, log, content, jump }) {
  const { rows, deliveries, readers, reveal } = useRows(id, log);
  const [active, setActive] = useState(/** @type {string | null} */ (null));
  const [current, setCurrent] = useState(/** @type {string | null} */ (null));
  const [flashed, setFlashed] = useState(/** @type {number | null} */ (null));
  log.arrived = (row) => {
    setFlashed(Number(row.dataset.seq));
    row.focus({ preventScroll: true });
  };
  const stop = tabStop(rows, current);
  const draw = (/** @type {SaidRow} */ { key, message, leads }) => html`<${MessageRow}
    key=${key} name=${key} message=${message} leads=${leads} delivery=${deliveries.get(message.client_id) ?? null}
    readers=${readers.get(message.id) ?? ""} current=${key === stop} active=${key === active}
    flashed=${message.seq === flashed} jump=${jump} />`;
  const events = rowEvents(setActive, setCurrent);
  return html`<div ref=${content} class="log-rows" ...${events} onKeyDown=${moveInLog}>
    ${rows.map((row) => (row.kind === "message" ? draw(row) : otherRow(row, reveal)))}
  </div>`;
}

/**
 * The rows, with what is said about them.
 * @param {string} id
 * @param {Log} log
 */
function useRows(id, log) {
  const { coversEnd, messages, slice, timeline } = log;
  const me = useSignalValue(app.me);
  const blocks = useSignalValue(app.blocks);
  const firstUnread = useSignalValue(timeline.firstUnread);
  const receipts = useSignalOf(app.receipts, id);
  const small = useSignalOf(isSmall, id);
  const past = useSignalOf(app.calls.past, id);
  const [revealed, setRevealed] = useState(/** @type {ReadonlySet<string>} */ (new Set()));
  const outgoing = coversEnd ? timeline.outgoing.peek() : [];
  const said = messages.slice(slice.start, slice.end);
  const waiting = me ? outgoing.map((item) => messageOf(item, me, (each) => timeline.find(each))) : [];
  const atStart = timeline.atStart.peek();
  const first = messages[slice.start - 1] ?? (atStart ? undefined : said[0]);
  const calls = callsBetween(past, first, coversEnd ? undefined : messages[slice.end - 1]);
  const view = { me: me?.id, firstUnread, atStart, blocks, revealed, calls };
  return {
    rows: rowsOf([...said, ...waiting], messages[slice.start - 1], view),
    deliveries: deliveriesOf(coversEnd ? said : [], outgoing, me?.id),
    readers: readersOf(said, small ? receipts : NOBODY, new Set([me?.id, ...blocks]), coversEnd),
    reveal: (/** @type {string[]} */ ids) => setRevealed(new Set([...revealed, ...ids])),
  };
}

/** @param {string} id */
function isSmall(id) {
  const conversation = app.conversation(id);
  return computed(() => (conversation.value?.members_count ?? 0) <= MOST_MEMBERS);
}

/** @param {Exclude<Row, SaidRow>} row @param {(ids: string[]) => void} reveal */
function otherRow(row, reveal) {
  if (row.kind === "day") return line(row.key, "log-day", dayName(row.at, new Date()));
  if (row.kind === "call") return html`<${CallLine} key=${row.key} call=${row.call} />`;
  if (row.kind === "unread") return line(row.key, "log-unread", t("timeline.newMessages"));
  const ids = row.messages.map(({ id }) => id);
  return html`<div key=${row.key} class="log-folded">
    <span>${t("timeline.blocked", { count: ids.length })}</span>
    <button type="button" class="text-button" onClick=${() => reveal(ids)}>${t("timeline.reveal")}</button>
  </div>`;
}

/** @type {(key: string, kind: string, words: string) => unknown} */
function line(key, kind, words) {
  return html`<div key=${key} class=${kind} role="separator" aria-label=${words}>
    <span aria-hidden="true">${words}</span></div>`;
}

/** @param {Row[]} rows @param {string | null} current */
function tabStop(rows, current) {
  const messages = rows.filter((row) => row.kind === "message");
  return messages.some(({ key }) => key === current) ? current : messages[messages.length - 1]?.key ?? null;
}

/**
 * Whose actions show: of the message under the mouse, tapped, or focused.
 * @param {(key: string | null) => void} setActive
 * @param {(key: string) => void} setCurrent
 */
function rowEvents(setActive, setCurrent) {
  const keyOf = (/** @type {Event} */ { target }) => {
    const row = target instanceof Element ? target.closest("[data-key]") : null;
    return row instanceof HTMLElement ? row.dataset.key ?? null : null;
  };
  return {
    onPointerOver: (/** @type {PointerEvent} */ event) => event.pointerType === "mouse" && setActive(keyOf(event)),
    onPointerLeave: (/** @type {PointerEvent} */ event) => event.pointerType === "mouse" && setActive(null),
    onClick: (/** @type {Event} */ event) => setActive(keyOf(event)),
    onFocusIn: (/** @type {Event} */ event) => {
      const key = keyOf(event);
      setActive(key);
      if (key) setCurrent(key);
    },
  };
}

/** @type {(content: HTMLElement, from: HTMLElement, key: string) => HTMLElement | undefined} */
function destination(content, from, key) {
  const articles = /** @type {HTMLElement[]} */ ([...content.querySelectorAll("article")]);
  const index = articles.indexOf(from);
  switch (key) {
    case "ArrowUp": return articles[index - 1];
    case "ArrowDown": return articles[index + 1];
    case "PageUp": return articles[Math.max(0, index - 10)];
    case "PageDown": return articles[Math.min(articles.length - 1, index + 10)];
    default: return undefined;
  }
}

/** Arrow keys go from message to message, Enter to the actions of one. @param {KeyboardEvent} event */
function moveInLog(event) {
  const from = /** @type {HTMLElement} */ (event.target);
  const content = /** @type {HTMLElement} */ (event.currentTarget);
  if (!from.matches("article") || event.altKey || event.ctrlKey || event.metaKey) return;
  const next = event.key === "Enter"
    ? /** @type {HTMLElement | null} */ (from.querySelector(".message-toolbar button"))
    : destination(content, from, event.key);
  if (!next) return;
  event.preventDefault();
  // The scroll position follows at once: the messages further on must be there before the next key.
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}
