/**
 * Where the log is scrolled to, and how it stays there. What the reader looks at keeps its place whatever is
 * added, dropped or resized above or below; who is at the end stays at the end. The browser's own scroll
 * anchoring is off (styles/timeline.css): not every browser has it, and it does nothing at the very top.
 */

/** Nearer to the end than this counts as being there, CSS pixels. */
const END_MARGIN = 24;

/** As far ahead of the edges messages are brought into the document, CSS pixels. */
const AHEAD = 800;

/** The row that keeps its place stands so many times the height of the log below its top. */
const UNREAD_SHARE = 0.2;

const ANCHORS = 3;

/** @typedef {{row: HTMLElement, offset: number}} Anchor */

export class Viewport {
  /**
   * @param {HTMLElement} scroller
   * @param {HTMLElement} content  whose children are the rows
   */
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
    const { scrollHeight, clientHeight, scrollTop } = this.scroller;
    return scrollHeight - clientHeight - scrollTop;
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
    this.remember();
  }

  remember() {
    this.lastTop = this.scroller.scrollTop;
    this.anchors = this.#uppermost().map((row) => ({ row, offset: this.#offsetOf(row) }));
  }

  /** To be called when anything may have changed its size or place. */
  hold() {
    const anchor = this.anchors.find(({ row }) => row.isConnected);
    if (this.pinned) this.scroller.scrollTop = this.scroller.scrollHeight;
    else if (anchor) this.scroller.scrollTop += this.#offsetOf(anchor.row) - anchor.offset;
    this.remember();
  }

  toEnd() {
    this.pinned = true;
    this.hold();
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

  /** The last row of which anything is in sight. @returns {HTMLElement | null} */
  lastVisible() {
    const bottom = this.scroller.scrollTop + this.scroller.clientHeight;
    const rows = this.#rows();
    const next = firstIndex(rows, (row) => row.offsetTop >= bottom);
    return rows[next - 1] ?? null;
  }

  /**
   * @param {HTMLElement} row
   * @param {number} offset
   */
  #place(row, offset) {
    this.scroller.scrollTop += this.#offsetOf(row) - offset;
    this.pinned = this.below <= END_MARGIN;
    this.remember();
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
 * @param {HTMLElement[]} rows  in the order in which they stand
 * @param {(row: HTMLElement) => boolean} reached  false for the first ones, true for all others
 */
function firstIndex(rows, reached) {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (reached(rows[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}
