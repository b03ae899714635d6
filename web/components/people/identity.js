/** @typedef {{id: string, username: string, display_name?: string | null}} Named */

/** What a person is called; those that chose no display name go by their username. @param {Named} user */
export function nameOf(user) {
  return user.display_name?.trim() || user.username;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const letterOrDigit = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;

/**
 * One or two letters for an avatar: of the first and the last word. Only the base letter of each, so
 * that a stack of combining marks stays inside the circle.
 * @param {string} name
 */
export function initials(name) {
  const words = name.split(/[\s._-]+/u).filter((word) => letterOrDigit.test(word));
  const chosen = words.length > 1 ? [words[0], words[words.length - 1]] : words.slice(0, 1);
  return chosen.map(firstLetter).join("").toLocaleUpperCase() || "?";
}

/** @param {string} word */
function firstLetter(word) {
  for (const { segment } of segmenter.segment(word.slice(0, 64))) {
    const letter = letterOrDigit.exec(segment);
    if (letter) return letter[0];
  }
  return "";
}

/** How many colours styles/people.css has for avatars. */
export const hues = 12;

/**
 * The same colour for the same person everywhere. The end of a UUIDv7 is its random part.
 * @param {string} id
 */
export function hueOf(id) {
  let sum = 0;
  for (const character of id.slice(-12)) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return sum % hues;
}
