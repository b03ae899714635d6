/** @typedef {{words: string, found: boolean}} Piece */

const before = 60;
const whole = 240;

/**
 * The part of a body around the first word found, in pieces with the found words apart.
 * @param {string} body
 * @param {string} query
 * @returns {Piece[]}
 */
export function excerpt(body, query) {
  const line = body.replace(/\s+/gu, " ").trim();
  const words = query.split(/\s+/u).filter(Boolean).slice(0, 10).map(literally);
  if (words.length === 0) return [{ words: line.slice(0, whole), found: false }];
  const pattern = new RegExp(words.join("|"), "giu");
  const first = line.search(pattern);
  return pieces(cutAround(line, first), pattern);
}

/**
 * @param {string} line
 * @param {number} first where the first word is, -1 for nowhere
 */
function cutAround(line, first) {
  if (first <= before) return line.length > whole ? `${line.slice(0, whole)}…` : line;
  const start = line.indexOf(" ", first - before);
  const from = start === -1 || start > first ? first : start + 1;
  const end = from + whole;
  return `…${line.slice(from, end)}${end < line.length ? "…" : ""}`;
}

/**
 * @param {string} text
 * @param {RegExp} pattern
 */
function pieces(text, pattern) {
  /** @type {Piece[]} */
  const made = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > end) made.push({ words: text.slice(end, match.index), found: false });
    made.push({ words: match[0], found: true });
    end = match.index + match[0].length;
  }
  if (end < text.length) made.push({ words: text.slice(end), found: false });
  return made;
}

/** @param {string} word as a pattern that means just itself */
function literally(word) {
  return word.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
