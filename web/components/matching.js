/** What is found for a text: names by how well they answer it, the words of a message around it. */
import { withoutAccents } from "./names.js";

/** @import { Piece } from "./types.js" */

/**
 * How well a name answers what was typed: 0 not at all, more is better. Beginnings beat beginnings of
 * words, these beat what is inside, and letters in order ("gnrl" for "general") come last.
 * @param {string} name
 * @param {string} typed
 */
function match(name, typed) {
  const [text, wanted] = [name, typed.trim()].map((given) => withoutAccents(given).toLocaleLowerCase());
  if (!wanted) return 1;
  if (text.startsWith(wanted)) return 4;
  if (text.split(/[\s._-]+/u).some((word) => word.startsWith(wanted))) return 3;
  if (text.includes(wanted)) return 2;
  return inOrder(text, wanted) ? 1 : 0;
}

/**
 * The best answers first; among equals the given order stays.
 * @template T
 * @param {readonly T[]} items
 * @param {string} typed
 * @param {(item: T) => string[]} names
 */
export function ranked(items, typed, names) {
  return items
    .map((item) => ({ item, score: Math.max(0, ...names(item).map((name) => match(name, typed))) }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score)
    .map(({ item }) => item);
}

/** @type {(text: string, wanted: string) => boolean} */
function inOrder(text, wanted) {
  let at = 0;
  for (const letter of wanted) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/** How many characters of a message are shown before the first word found, and in all. */
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
  const pattern = new RegExp(`(${words.join("|")})`, "giu");
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
 * What `split` puts at odd places is what the pattern found.
 * @type {(text: string, pattern: RegExp) => Piece[]}
 */
function pieces(text, pattern) {
  return text
    .split(pattern)
    .map((words, index) => ({ words, found: index % 2 === 1 }))
    .filter(({ words }) => words);
}

/** @param {string} word as a pattern that means just itself */
function literally(word) {
  return word.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
