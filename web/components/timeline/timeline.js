/** The messages of a conversation. */

import { effect } from "../../vendor/signals-core.js";
import { useEffect, useLayoutEffect, useMemo, useState } from "../../vendor/hooks.js";
import { summaryOf } from "../../files/summary.js";
import { app } from "../../state/index.js";
import { t } from "../../words/index.js";
import { attempt } from "../dialogs.js";
import { html, pure, useSignalOf, useSignalValue } from "../html.js";
import { Icon } from "../icons.js";
import { nameOf } from "../names.js";
import { LogRows } from "./log-rows.js";
import { useLog, useReading, useViewport } from "./log.js";
import { written } from "./writing.js";

/** @import { Log, Message, Timeline as Messages } from "./types.js" */

export const Timeline = pure((/** @type {{id: string}} */ { id }) => {
  const timeline = useMemo(() => app.timeline(id), [id]);
  const log = useLog(timeline);
  const { scroller, content } = useViewport(log);
  const jump = useMemo(() => (/** @type {string} */ message) => jumpToMessage(log, message), [log]);
  useJumps(id, log);
  useReading(id, log);
  return html`<section class="timeline">
    <${Announcer} id=${id} timeline=${timeline} />
    <div ref=${scroller} class="log" role="log" aria-label=${t("timeline.messages")} aria-live="off"
        tabindex="-1" onScroll=${() => log.scrolled()}>
      <${Beginning} id=${id} log=${log} />
      <${LogRows} id=${id} log=${log} content=${content} jump=${jump} />
    </div>
    <${JumpButtons} id=${id} log=${log} />
  </section>`;
});

/** @param {Log} log @param {number} seq */
async function jumpOrTell(log, seq) {
  try {
    if (!(await log.jump(seq))) app.notify(t("timeline.gone"), "info");
  } catch {
    app.notify(t("timeline.failed"), "error");
  }
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

/** To the message that the address names, and to the end after writing. @param {string} id @param {Log} log */
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

/** What stands above the oldest message in the document. @param {{id: string, log: Log}} props */
function Beginning({ id, log }) {
  const { timeline } = log;
  const atStart = useSignalValue(timeline.atStart);
  const loading = useSignalValue(timeline.loading);
  const failure = useSignalValue(timeline.failure);
  const edge = useSignalOf(app.calls.edge, id);
  if (failure) {
    return html`<p class="log-note">${t("timeline.failed")}
      <button type="button" class="text-button" onClick=${() => log.again()}>${t("common.retry")}</button></p>`;
  }
  if (atStart && log.slice.start === 0 && edge?.cursor) {
    return html`<p class="log-note"><button type="button" class="text-button"
      onClick=${() => attempt(() => app.calls.earlier(id))}>${t("timeline.earlierCalls")}</button></p>`;
  }
  if (atStart && log.slice.start === 0) {
    return html`<p class="log-note">${t(log.messages.length ? "timeline.start" : "timeline.empty")}</p>`;
  }
  return html`<p class="log-note" aria-hidden=${loading ? null : "true"}>
    ${loading && t("timeline.loadingOlder")}</p>`;
}

/** @param {{id: string, log: Log}} props */
function JumpButtons({ id, log }) {
  const conversation = useSignalOf(app.conversation, id);
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

/** So much of one message is read out. */
const LONGEST = 200;

/** Nobody can listen to more; what has come meanwhile is said as a number. */
const SILENCE_MS = 1000;

/**
 * New messages of others, said once. The log itself is silent, for it would read out older ones too as they
 * are loaded.
 * @param {{id: string, timeline: Messages}} props
 */
function Announcer({ id, timeline }) {
  const [text, say] = useState("");
  // A layout effect: what comes before the first frame is painted is new too.
  useLayoutEffect(() => announceNew(id, timeline, say), [timeline]);
  return html`<div class="visually-hidden" aria-live="polite">${text}</div>`;
}

/** @type {(id: string, timeline: Messages, say: (words: string) => void) => () => void} */
function announceNew(id, timeline, say) {
  // New is also what comes while the first page is on its way; before the list has come nobody knows.
  let heard = app.fresh.peek() ? app.conversation(id).peek()?.head : undefined;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let silence;
  const listen = () => {
    if (silence !== undefined || !timeline.loaded.peek()) return;
    const messages = timeline.messages.peek();
    const arrived = heard === undefined || !timeline.atEnd.peek() ? [] : fromOthers(messages, heard);
    heard = Math.max(messages.at(-1)?.seq ?? 0, heard ?? 0);
    if (arrived.length === 0) return;
    say(announcement(arrived));
    silence = setTimeout(() => {
      silence = undefined;
      listen();
    }, SILENCE_MS);
  };
  const stop = effect(() => {
    void timeline.messages.value;
    listen();
  });
  return () => {
    stop();
    clearTimeout(silence);
  };
}

/** @param {Message[]} arrived */
function announcement(arrived) {
  if (arrived.length > 1) return t("timeline.arrived", { count: arrived.length });
  const [{ sender, body, attachments }] = arrived;
  const text = body || summaryOf(attachments);
  return t("timeline.arrivedFrom", { name: nameOf(sender), text: text.slice(0, LONGEST) });
}

/** @param {Message[]} messages @param {number} since */
function fromOthers(messages, since) {
  const me = app.me.peek()?.id;
  const blocks = app.blocks.peek();
  const later = messages.slice(messages.findLastIndex(({ seq }) => seq <= since) + 1);
  return later.filter(({ sender, deleted }) => sender.id !== me && !blocks.has(sender.id) && !deleted);
}
