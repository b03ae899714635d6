/**
 * Which part of the loaded messages is in the document, and where the log is scrolled to.
 *
 * A part is named by the `seq` of its ends, not by indexes, so that it stays the same while messages are added
 * or let go on either side. What the reader looks at keeps its place whatever is added, dropped or resized
 * above or below; who is at the end stays at the end. The browser's own scroll anchoring is off
 * (styles/timeline.css): not every browser has it, and it does nothing at the very top.
 *
 * @import { Anchor, Sequenced, Slice, Span } from "./types.js"
 */

/** At most so many messages in the document; day lines come on top. */
export const MAX_MESSAGES = 135;

/** So many are shown at first: enough for the tallest screens. */
export const TAIL = 100;

/**
 * So many are added at one end at a time: few against what a tall screen shows, so that the other end stays
 * ahead.
 */
const STEP = 24;

/** The newest messages, whatever comes. @type {Span} */
export const NEWEST = { first: 0, last: Infinity };

/** The index of the first message whose `seq` is not below. @param {Sequenced} messages @param {number} seq */
export function indexOf(messages, seq) {
  return firstIndex(messages, (message) => message.seq >= seq);
}

/**
 * The first message that may be shown. As long as older ones are not loaded the first one only tells whether
 * the next begins a day or a group: shown without its predecessor it would change, and everything below it
 * would move.
 * @param {Sequenced} messages
 * @param {boolean} atStart  whether nothing is older than the first one
 */
export function floorOf(messages, atStart) {
  return atStart || messages.length < 2 ? 0 : 1;
}

/** @type {(messages: Sequenced, span: Span, floor: number) => Slice} */
export function sliceOf(messages, span, floor) {
  const newest = { start: Math.max(floor, messages.length - TAIL), end: messages.length };
  const start = Math.max(floor, indexOf(messages, span.first));
  const end = span.last === Infinity ? messages.length : indexOf(messages, span.last + 1);
  if (end <= start) return newest;
  if (end - start <= MAX_MESSAGES) return { start, end };
  return span.last === Infinity ? newest : { start, end: start + MAX_MESSAGES };
}

/** The same part, whatever is appended later. @type {(messages: Sequenced, slice: Slice) => Span} */
export function frozen(messages, { start, end }) {
  return end > start ? { first: messages[start].seq, last: messages[end - 1].seq } : NEWEST;
}

/**
 * The same part, and whatever is appended. When it is full, many go at once: were it one for each that
 * comes, every message would move all others.
 * @type {(messages: Sequenced, span: Span, slice: Slice) => Span}
 */
export function following(messages, span, slice) {
  const whole = slice.start - indexOf(messages, span.first) <= 1;
  return whole && span.last === Infinity ? span : { ...frozen(messages, slice), last: Infinity };
}

/** @type {(messages: Sequenced, slice: Slice) => Span} */
export function older(messages, { start, end }) {
  const from = Math.max(0, start - STEP);
  return frozen(messages, { start: from, end: Math.min(end, from + MAX_MESSAGES) });
}

/** @type {(messages: Sequenced, slice: Slice) => Span} */
export function newer(messages, { start, end }) {
  const to = Math.min(messages.length, end + STEP);
  return frozen(messages, { start: Math.max(start, to - MAX_MESSAGES), end: to });
}

/** @type {(messages: Sequenced, seq: number) => Span} */
export function around(messages, seq) {
  const start = Math.max(0, Math.min(indexOf(messages, seq) - TAIL / 2, messages.length - TAIL));
  return frozen(messages, { start, end: Math.min(messages.length, start + TAIL) });
}

/** Nearer to the end than this counts as being there, CSS pixels. */
const END_MARGIN = 24;

/** As far ahead of the edges messages are brought into the document, CSS pixels. */
const AHEAD = 800;

/** The row that keeps its place stands so many times the height of the log below its top. */
const UNREAD_SHARE = 0.2;

const ANCHORS = 3;

export class Viewport {
  /** @param {HTMLElement} scroller @param {HTMLElement} content  whose children are the rows */
  constructor(scroller, content) {
    this.scroller = scroller;
    this.content = content;
    /** Whether the end is held rather than a row. */
    this.pinned = true;
    /** The uppermost messages in sight: should one go, the next one keeps its place. @type {Anchor[]} */
    this.anchors = [];
    this.lastTop = 0;
  }

  get above() {
    return this.scroller.scrollTop;
  }

  get below() {
    return this.slack - this.scroller.scrollTop;
  }

  get slack() {
    return this.scroller.scrollHeight - this.scroller.clientHeight;
  }

  /** A quarter of what there is to scroll at most: adding at one end must not make the other one near. */
  get ahead() {
    return Math.min(AHEAD, this.slack / 4);
  }

  /** To be called when the reader scrolled. */
  scrolled() {
    const top = this.scroller.scrollTop;
    // Only moving up leaves the end: content that grew since puts it further away without anybody's doing.
    this.pinned = this.below <= END_MARGIN || (this.pinned && top >= this.lastTop);
    this.#remember();
  }

  /** To be called when anything may have changed its size or place. */
  hold() {
    const anchor = this.anchors.find(({ row }) => row.isConnected);
    if (this.pinned) this.scroller.scrollTop = this.scroller.scrollHeight;
    else if (anchor) this.scroller.scrollTop += this.#offsetOf(anchor.row) - anchor.offset;
    this.#remember();
  }

  /** @param {HTMLElement} row */
  toMiddle(row) {
    this.#place(row, Math.max(0, (this.scroller.clientHeight - row.offsetHeight) / 2));
  }

  /** So that some of what is known stays in sight above. @param {HTMLElement} row */
  toUpperPart(row) {
    this.#place(row, this.scroller.clientHeight * UNREAD_SHARE);
  }

  /** The row of a message, or of the next one where it is folded away. @param {number} seq */
  rowOf(seq) {
    return this.#rows().find((row) => Number(row.dataset.seq) >= seq) ?? null;
  }

  /** The last row of which anything is in sight. @returns {HTMLElement | undefined} */
  lastVisible() {
    const bottom = this.scroller.scrollTop + this.scroller.clientHeight;
    const rows = this.#rows();
    return rows[firstIndex(rows, (row) => row.offsetTop >= bottom) - 1];
  }

  /** @param {HTMLElement} row @param {number} offset */
  #place(row, offset) {
    this.scroller.scrollTop += this.#offsetOf(row) - offset;
    this.pinned = this.below <= END_MARGIN;
    this.#remember();
  }

  #remember() {
    this.lastTop = this.scroller.scrollTop;
    this.anchors = this.#uppermost().map((row) => ({ row, offset: this.#offsetOf(row) }));
  }

  #uppermost() {
    const rows = this.#rows();
    const top = this.scroller.scrollTop;
    const first = firstIndex(rows, (row) => row.offsetTop + row.offsetHeight > top);
    // Day lines come and go.
    return rows.slice(first, first + 2 * ANCHORS).filter((row) => row.matches("article")).slice(0, ANCHORS);
  }

  #rows() {
    return /** @type {HTMLElement[]} */ ([...this.content.children]);
  }

  /** @param {HTMLElement} row */
  #offsetOf(row) {
    return row.getBoundingClientRect().top - this.scroller.getBoundingClientRect().top;
  }
}

/**
 * @template T
 * @param {readonly T[]} items  in the order in which they stand
 * @param {(item: T) => boolean} reached  false for the first ones, true for all others
 */
function firstIndex(items, reached) {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (reached(items[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}
