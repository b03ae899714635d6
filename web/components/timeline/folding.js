/** Long messages show their beginning until the reader asks for the rest. */

export const FOLDED_LINES = 12;
export const FOLDED_CHARS = 1200;

// A word or a link cut in two is ugly, but so is a fold that follows one endless word.
const LONGEST_WORD = 80;

/**
 * The part of a body that is shown folded, or null where the body is short enough to be shown whole.
 * @param {string} body
 * @returns {string | null}
 */
export function foldedBody(body) {
  const lines = body.split("\n", FOLDED_LINES + 1);
  const shortened = lines.length > FOLDED_LINES ? lines.slice(0, FOLDED_LINES).join("\n") : body;
  if (shortened.length <= FOLDED_CHARS) return shortened === body ? null : shortened;
  return `${atWordEnd(shortened.slice(0, FOLDED_CHARS))}…`;
}

/** @param {string} text */
function atWordEnd(text) {
  const space = Math.max(text.lastIndexOf(" "), text.lastIndexOf("\n"));
  if (space > text.length - LONGEST_WORD) return text.slice(0, space);
  // Not between the halves of a surrogate pair.
  return /[\ud800-\udbff]$/.test(text) ? text.slice(0, -1) : text;
}
