/** @typedef {{left: number, right: number, top: number, bottom: number}} Edges */

const gap = 4;
const margin = 8;

/**
 * Where a menu of this size goes so that it touches its button and stays within the window: below it or,
 * without room there, above; at the button's starting edge or, without room, its ending edge.
 * @param {Edges} anchor
 * @param {{width: number, height: number}} size
 * @param {{width: number, height: number, rtl: boolean}} window
 * @returns {{left: number, top: number}} CSS pixels in the window
 */
export function place(anchor, size, window) {
  const under = anchor.bottom + gap;
  const over = anchor.top - gap - size.height;
  const fitsBelow = under + size.height <= window.height - margin;
  const top = fitsBelow || over < margin ? under : over;
  const atLeft = anchor.left;
  const atRight = anchor.right - size.width;
  const fitsLeft = atLeft + size.width <= window.width - margin;
  const left = window.rtl ? (atRight >= margin ? atRight : atLeft) : fitsLeft ? atLeft : atRight;
  return {
    left: clamp(left, margin, window.width - size.width - margin),
    top: clamp(top, margin, window.height - size.height - margin),
  };
}

/**
 * @param {number} value
 * @param {number} least
 * @param {number} most
 */
function clamp(value, least, most) {
  return Math.max(least, Math.min(value, most));
}
