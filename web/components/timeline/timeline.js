import { useEffect, useMemo, useState } from "../../vendor/hooks.js";
import { app } from "../../state/index.js";
import { locale, t } from "../../words/index.js";
import { html, useSignalValue } from "../html.js";
import { Icon } from "../icons.js";
import { Announcer } from "./announcer.js";
import { written } from "./composing.js";
import { dayName } from "./dates.js";
import { moveInLog } from "./log-keys.js";
import { BlockedRow, MessageRow } from "./message-row.js";
import { useLog, useViewport } from "./use-log.js";
import { useReading } from "./use-reading.js";
import { useRows } from "./use-rows.js";

/** @typedef {import("./rows.js").Row} Row */
/** @typedef {import("./use-log.js").Log} Log */

/**
 * The messages of a conversation.
 * @param {{id: string}} props
 */
export function Timeline({ id }) {
  const timeline = useMemo(() => app.timeline(id), [id]);
  const log = useLog(timeline);
  const { scroller, content } = useViewport(log);
  useJumps(id, log);
  useReading(id, log);
  return html`<section class="timeline">
    <${Announcer} timeline=${timeline} />
    <div ref=${scroller} class="log" role="log" aria-label=${t("timeline.messages")} aria-live="off"
        tabindex="-1" onScroll=${() => log.scrolled()}>
      <${Beginning} log=${log} />
      <${Rows} id=${id} log=${log} content=${content} />
    </div>
    <${JumpButtons} id=${id} log=${log} />
  </section>`;
}

/** @param {Log} log @param {number} seq */
async function jumpOrTell(log, seq) {
  try {
    if (!(await log.jump(seq))) app.notify(t("timeline.gone"), "info");
  } catch {
    app.notify(t("timeline.failed"), "error");
  }
}

/**
 * To the message that the address names, and to the end after writing.
 * @param {string} id
 * @param {Log} log
 */
function useJumps(id, log) {
  const { seq } = useSignalValue(app.place);
  const mine = useSignalValue(written);
  useEffect(() => {
    if (seq !== null) jumpOrTell(log, seq);
  }, [log, seq]);
  useEffect(() => {
    if (mine?.conversation === id) log.toEnd().catch(() => {});
  }, [mine]);
}

/** What stands above the oldest message in the document. @param {{log: Log}} props */
function Beginning({ log }) {
  const { timeline } = log;
  const atStart = useSignalValue(timeline.atStart);
  const loading = useSignalValue(timeline.loading);
  const failure = useSignalValue(timeline.failure);
  const messages = useSignalValue(timeline.messages);
  if (failure) {
    return html`<p class="log-note">${t("timeline.failed")}
      <button type="button" class="text-button" onClick=${() => log.again()}>${t("common.retry")}</button></p>`;
  }
  if (atStart && log.slice.start === 0) {
    return html`<p class="log-note">${t(messages.length ? "timeline.start" : "timeline.empty")}</p>`;
  }
  return html`<p class="log-note" aria-hidden=${loading ? null : "true"}>
    ${loading && t("timeline.loadingOlder")}</p>`;
}

/**
 * @param {{id: string, log: Log, content: {current: HTMLElement | null}}} props
 */
function Rows({ id, log, content }) {
  const { rows, deliveries, readers, reveal } = useRows(id, log);
  const [active, setActive] = useState(/** @type {string | null} */ (null));
  const [current, setCurrent] = useState(/** @type {string | null} */ (null));
  const [flashed, setFlashed] = useState(/** @type {number | null} */ (null));
  const jump = useMemo(() => (/** @type {string} */ message) => jumpToMessage(log, message), [log]);
  log.arrived = (row) => {
    setFlashed(Number(row.dataset.seq));
    row.focus({ preventScroll: true });
  };
  const stop = tabStop(rows, current);
  const draw = (/** @type {import("./rows.js").MessageRow} */ { key, message, leads }) => html`<${MessageRow}
    key=${key} name=${key} message=${message} leads=${leads} delivery=${deliveries.get(message.client_id) ?? null}
    readers=${readers.get(message.id) ?? ""} current=${key === stop} active=${key === active}
    flashed=${message.seq === flashed} jump=${jump} />`;
  const events = rowEvents(setActive, setCurrent);
  return html`<div ref=${content} class="log-rows" ...${events} onKeyDown=${moveInLog}>
    ${rows.map((row) => (row.kind === "message" ? draw(row) : otherRow(row, reveal)))}
  </div>`;
}

/**
 * @param {Exclude<Row, {kind: "message"}>} row
 * @param {(ids: string[]) => void} reveal
 */
function otherRow(row, reveal) {
  if (row.kind === "day") return html`<${DayLine} key=${row.key} at=${row.at} />`;
  if (row.kind === "unread") {
    return html`<div key=${row.key} class="log-unread" role="separator" aria-label=${t("timeline.newMessages")}>
      <span aria-hidden="true">${t("timeline.newMessages")}</span></div>`;
  }
  const ids = row.messages.map(({ id }) => id);
  return html`<${BlockedRow} key=${row.key} count=${ids.length} reveal=${() => reveal(ids)} />`;
}

/** @param {{at: string}} props */
function DayLine({ at }) {
  const name = dayName(at, locale(), new Date());
  return html`<div class="log-day" role="separator" aria-label=${name}>
    <span aria-hidden="true">${name}</span></div>`;
}

/**
 * @param {Row[]} rows
 * @param {string | null} current
 */
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

/** @param {Log} log @param {string} id */
async function jumpToMessage(log, id) {
  const known = log.timeline.find(id);
  if (known) return jumpOrTell(log, known.seq);
  try {
    await jumpOrTell(log, (await app.actions.message(id)).seq);
  } catch {
    app.notify(t("timeline.gone"), "info");
  }
}

/** @param {{id: string, log: Log}} props */
function JumpButtons({ id, log }) {
  const conversation = useSignalValue(useMemo(() => app.conversation(id), [id]));
  const firstUnread = useSignalValue(log.timeline.firstUnread);
  const unread = conversation?.unread ?? 0;
  const above = firstUnread !== null && log.opened.loaded && !log.unreadMet && !log.timeline.atStart.peek();
  const away = log.viewport !== null && log.messages.length > 0 && !(log.viewport.pinned && log.coversEnd);
  return html`${above && html`<button type="button" class="log-jump log-jump-up"
      onClick=${() => jumpOrTell(log, firstUnread)}>${t("timeline.toUnread")}</button>`}
    ${away && html`<button type="button" class="log-jump log-jump-down" aria-label=${t("timeline.toNewest")}
      title=${t("timeline.toNewest")} onClick=${() => log.toEnd().catch(() => {})}>
      ${unread > 0 && html`<span class="log-jump-count" aria-hidden="true">${unread > 99 ? "99+" : unread}</span>`}
      <${Icon} name="chevronDown" />
    </button>`}`;
}
