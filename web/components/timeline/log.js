/**
 * The log's behaviour: which messages are in the document, where it is scrolled to, what is loaded when, and
 * what counts as read.
 *
 * @import { Span, Target, Timeline } from "./types.js"
 */
import { useEffect, useLayoutEffect, useMemo, useReducer, useRef } from "../../vendor/hooks.js";
import { app } from "../../state/index.js";
import { useSignalValue } from "../html.js";
import {
  around, floorOf, following, frozen, indexOf, MAX_MESSAGES, newer, NEWEST, older, sliceOf, Viewport,
} from "./viewport.js";

export class Log {
  /** @param {Timeline} timeline */
  constructor(timeline) {
    this.timeline = timeline;
    /** @type {Span} */
    this.span = NEWEST;
    /** @type {Viewport | null} */
    this.viewport = null;
    /** @type {Target | null} */
    this.target = null;
    /** Where it opens was decided: with what was kept from last time, then with what the server said. */
    this.opened = { recalled: false, loaded: false };
    this.moved = false;
    /** Whether the first unread message was in the document. */
    this.unreadMet = false;
    this.redraw = () => {};
    this.arrived = (/** @type {HTMLElement} */ _row) => {};
  }

  get messages() {
    return this.timeline.messages.peek();
  }

  get floor() {
    return floorOf(this.messages, this.timeline.atStart.peek());
  }

  get slice() {
    return sliceOf(this.messages, this.span, this.floor);
  }

  /** Whether the newest message is in the document. */
  get coversEnd() {
    return this.timeline.atEnd.peek() && this.slice.end === this.messages.length;
  }

  /** @param {Span} span */
  show(span) {
    this.span = span;
    this.redraw();
  }

  /** The reader scrolled. */
  scrolled() {
    const { viewport } = this;
    if (!viewport) return;
    const before = viewport.pinned;
    viewport.scrolled();
    if (viewport.pinned && !this.coversEnd) viewport.pinned = false;
    if (!viewport.pinned) this.moved = true;
    if (before !== viewport.pinned) this.redraw();
    this.settle();
  }

  /** The document was drawn anew, or something in it has another size. */
  drawn() {
    if (!this.viewport) return;
    this.#meetUnread();
    if (!this.#open() && !this.#arrive()) this.viewport.hold();
    this.settle();
  }

  /** Keeps enough messages in the document on both sides, and loads more before they run out. */
  settle() {
    const { viewport, slice, messages } = this;
    if (!viewport || messages.length === 0 || this.target) return;
    const full = slice.end - slice.start >= MAX_MESSAGES && viewport.slack <= 0;
    if (full) return;
    if (viewport.above <= viewport.ahead && this.#olderNeeded()) return;
    if (viewport.pinned && this.coversEnd) this.span = following(messages, this.span, slice);
    else if (viewport.below <= viewport.ahead && this.#newerNeeded()) return;
    else if (!viewport.pinned && this.span.last === Infinity) this.span = frozen(messages, slice);
  }

  #olderNeeded() {
    const { timeline, messages, slice } = this;
    if (slice.start > this.floor) {
      const pinned = this.viewport?.pinned && this.coversEnd;
      const next = older(messages, slice);
      this.show(pinned ? { ...next, last: Infinity } : next);
      return true;
    }
    if (!timeline.atStart.peek()) this.load(() => timeline.loadOlder());
    return false;
  }

  #newerNeeded() {
    const { timeline, messages, slice } = this;
    if (slice.end < messages.length) {
      this.show(newer(messages, slice));
      return true;
    }
    if (!timeline.atEnd.peek()) this.load(() => timeline.loadNewer());
    return false;
  }

  /**
   * A failure is shown by the log; it is not repeated before somebody asks or the line is back.
   * @param {() => Promise<void>} load
   */
  load(load) {
    if (this.timeline.failure.peek() || this.timeline.loading.peek()) return;
    load().catch(() => {});
  }

  again() {
    this.timeline.failure.value = null;
    this.load(() => (this.timeline.loaded.peek() ? this.timeline.loadOlder() : this.timeline.open()));
  }

  /** @param {number} seq */
  async jump(seq) {
    this.moved = true;
    await this.timeline.loadAround(seq);
    const found = this.messages[indexOf(this.messages, seq)];
    if (!found) return false;
    this.target = { seq: found.seq, place: "middle" };
    this.show(around(this.messages, seq));
    return found.seq === seq;
  }

  async toEnd() {
    await this.timeline.toEnd();
    this.target = null;
    if (this.viewport) this.viewport.pinned = true;
    this.show(NEWEST);
  }

  /** How far somebody has seen the messages; 0 where that is not known. */
  get seen() {
    let row = this.opened.loaded ? /** @type {Element | null} */ (this.viewport?.lastVisible() ?? null) : null;
    while (row && !/^\d+$/.test(row.getAttribute("data-seq") ?? "")) row = row.previousElementSibling;
    return Number(row?.getAttribute("data-seq") ?? 0);
  }

  /** Opens at the first unread message if there is one, otherwise at the end. */
  #open() {
    const { timeline, opened, messages } = this;
    const loaded = timeline.loaded.peek();
    if (messages.length === 0 || opened.loaded || (opened.recalled && !loaded)) return false;
    this.opened = { recalled: true, loaded };
    const unread = timeline.firstUnread.peek();
    if (this.moved || this.target || unread === null) return false;
    const first = messages[indexOf(messages, unread)];
    // Further back than what is loaded: a button leads there.
    if (!first || (!this.unreadMet && !timeline.atStart.peek())) return false;
    this.target = { seq: first.seq, place: "unread" };
    this.show(around(messages, first.seq));
    return true;
  }

  #meetUnread() {
    const unread = this.timeline.firstUnread.peek();
    const first = this.messages[this.slice.start];
    if (unread !== null && first && first.seq <= unread) this.unreadMet = true;
  }

  #arrive() {
    const { target, viewport } = this;
    if (!target || !viewport) return false;
    this.target = null;
    const row = viewport.rowOf(target.seq);
    if (!row) return false;
    if (target.place === "unread") viewport.toUpperPart(row);
    else viewport.toMiddle(row);
    if (!this.coversEnd) viewport.pinned = false;
    if (target.place === "middle") this.arrived(row);
    this.redraw();
    return true;
  }
}

/** @param {Timeline} timeline */
export function useLog(timeline) {
  const log = useMemo(() => new Log(timeline), [timeline]);
  const [, redraw] = useReducer((/** @type {number} */ count) => count + 1, 0);
  log.redraw = () => redraw(0);
  useSignalValue(timeline.messages);
  useSignalValue(timeline.outgoing);
  useSignalValue(timeline.loaded);
  const link = useSignalValue(app.link);
  useLayoutEffect(() => log.drawn());
  useEffect(() => {
    if (link.state === "online" && timeline.failure.peek()) log.again();
  }, [link.state]);
  return log;
}

/** The scrolling element and its content, once they are in the document. @param {Log} log */
export function useViewport(log) {
  const scroller = useRef(/** @type {HTMLElement | null} */ (null));
  const content = useRef(/** @type {HTMLElement | null} */ (null));
  useLayoutEffect(() => {
    if (!scroller.current || !content.current) return undefined;
    log.viewport = new Viewport(scroller.current, content.current);
    const sizes = new ResizeObserver(() => log.viewport?.hold());
    sizes.observe(scroller.current);
    sizes.observe(content.current);
    log.drawn();
    return () => sizes.disconnect();
  }, [log]);
  return { scroller, content };
}

/**
 * Read is what was in sight of somebody. State waits a moment, and says it only while the page is looked at.
 * @param {string} id
 * @param {Log} log
 */
export function useReading(id, log) {
  const tell = () => {
    const seen = document.hasFocus() ? log.seen : 0;
    if (seen > (app.conversation(id).peek()?.read_seq ?? 0)) app.actions.read(id, seen);
  };
  useLayoutEffect(tell);
  useLayoutEffect(() => {
    const { scroller } = log.viewport ?? {};
    scroller?.addEventListener("scroll", tell, { passive: true });
    window.addEventListener("focus", tell);
    return () => {
      scroller?.removeEventListener("scroll", tell);
      window.removeEventListener("focus", tell);
    };
  }, [log]);
}
