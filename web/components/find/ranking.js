/**
 * How well a name answers what was typed: 0 not at all, more is better. Beginnings beat beginnings of
 * words, these beat what is inside, and letters in order ("gnrl" for "general") come last.
 * @param {string} name
 * @param {string} typed
 */
export function match(name, typed) {
  const text = fold(name);
  const wanted = fold(typed.trim());
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

/** @param {string} text without case and accents */
function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}

/**
 * @param {string} text
 * @param {string} wanted
 */
function inOrder(text, wanted) {
  let at = 0;
  for (const letter of wanted) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
