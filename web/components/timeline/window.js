/**
 * Which part of the loaded messages is in the document. A part is named by the `seq` of its ends, not by
 * indexes, so that it stays the same while messages are added or let go on either side.
 *
 * @typedef {{first: number, last: number}} Span  `last` is infinite while it follows the newest message
 * @typedef {{readonly seq: number}} Sequenced
 * @typedef {{start: number, end: number}} Slice  indexes as for `Array.prototype.slice`
 */

/** At most so many messages in the document; day lines come on top. */
export const MAX_MESSAGES = 135;

/** So many are shown at first: enough for the tallest screens. */
export const TAIL = 100;

/**
 * So many are added at one end at a time: few against what a tall screen shows, so that the other end stays
 * ahead.
 */
export const STEP = 24;

/** The newest messages, whatever comes. @type {Span} */
export const NEWEST = { first: 0, last: Infinity };

/**
 * The index of the first message whose `seq` is not below the given one.
 * @param {readonly Sequenced[]} messages
 * @param {number} seq
 */
export function indexOf(messages, seq) {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (messages[middle].seq < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The first message that may be shown. As long as older ones are not loaded the first one only tells whether
 * the next begins a day or a group: shown without its predecessor it would change, and everything below it
 * would move.
 * @param {readonly Sequenced[]} messages
 * @param {boolean} atStart  whether nothing is older than the first one
 */
export function floorOf(messages, atStart) {
  return atStart || messages.length < 2 ? 0 : 1;
}

/**
 * @param {readonly Sequenced[]} messages
 * @param {Span} span
 * @param {number} floor
 * @returns {Slice}
 */
export function sliceOf(messages, span, floor) {
  const start = Math.max(floor, indexOf(messages, span.first));
  const end = span.last === Infinity ? messages.length : indexOf(messages, span.last + 1);
  if (end <= start) return sliceOfNewest(messages, floor);
  if (end - start <= MAX_MESSAGES) return { start, end };
  return span.last === Infinity ? sliceOfNewest(messages, floor) : { start, end: start + MAX_MESSAGES };
}

/**
 * @param {readonly Sequenced[]} messages
 * @param {number} floor
 */
function sliceOfNewest(messages, floor) {
  return { start: Math.max(floor, messages.length - TAIL), end: messages.length };
}

/**
 * The same part, whatever is appended later.
 * @param {readonly Sequenced[]} messages
 * @param {Slice} slice
 * @returns {Span}
 */
export function frozen(messages, { start, end }) {
  return end > start ? { first: messages[start].seq, last: messages[end - 1].seq } : NEWEST;
}

/**
 * @param {readonly Sequenced[]} messages
 * @param {Slice} slice
 */
export function following(messages, { start, end }) {
  return { ...frozen(messages, { start, end }), last: Infinity };
}

/**
 * @param {readonly Sequenced[]} messages
 * @param {Slice} slice
 */
export function older(messages, { start, end }) {
  const from = Math.max(0, start - STEP);
  return frozen(messages, { start: from, end: Math.min(end, from + MAX_MESSAGES) });
}

/**
 * @param {readonly Sequenced[]} messages
 * @param {Slice} slice
 */
export function newer(messages, { start, end }) {
  const to = Math.min(messages.length, end + STEP);
  return frozen(messages, { start: Math.max(start, to - MAX_MESSAGES), end: to });
}

/**
 * @param {readonly Sequenced[]} messages
 * @param {number} seq
 */
export function around(messages, seq) {
  const start = Math.max(0, Math.min(indexOf(messages, seq) - TAIL / 2, messages.length - TAIL));
  return frozen(messages, { start, end: Math.min(messages.length, start + TAIL) });
}
