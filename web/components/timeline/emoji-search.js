/** Finding emoji by their names, and remembering which one uses. */

import { t } from "../../words/index.js";
import { allEmoji, USUAL } from "./emoji-list.js";

const KEPT_UNDER = "parley.emoji";
const KEPT = 16;

/** @param {string} emoji */
export function nameOfEmoji(emoji) {
  return t(`emoji.${emoji}`);
}

/** @param {string} text */
function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

/**
 * Those whose name has a word that begins with what is sought first, then those that have it anywhere.
 * @param {string} sought
 * @param {(emoji: string) => string} [nameFor]
 */
export function findEmoji(sought, nameFor = nameOfEmoji) {
  const wish = folded(sought);
  if (!wish) return [];
  const named = allEmoji.map((emoji) => ({ emoji, name: ` ${folded(nameFor(emoji))}` }));
  const found = named.filter(({ name }) => name.includes(wish));
  const begins = (/** @type {{name: string}} */ { name }) => (name.includes(` ${wish}`) ? 0 : 1);
  return found.sort((one, other) => begins(one) - begins(other)).map(({ emoji }) => emoji);
}

/**
 * The last used ones first, filled up with the usual ones.
 * @param {readonly string[]} used
 * @param {number} count
 */
export function oftenUsed(used, count) {
  const known = used.filter((emoji) => allEmoji.includes(emoji));
  return [...new Set([...known, ...USUAL])].slice(0, count);
}

/** @returns {string[]} */
export function rememberedEmoji() {
  return (localStorage.getItem(KEPT_UNDER) ?? "").split(" ").filter(Boolean);
}

/** @param {string} emoji */
export function rememberEmoji(emoji) {
  const kept = [emoji, ...rememberedEmoji().filter((other) => other !== emoji)].slice(0, KEPT);
  try {
    localStorage.setItem(KEPT_UNDER, kept.join(" "));
  } catch {
    // A full or forbidden storage: then nothing is remembered, and the emoji is sent all the same.
  }
}
