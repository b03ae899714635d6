/** What people and conversations are called, and the letters and colours that stand for them. */
import { t } from "../words/index.js";

/** @import { Conversation, Named } from "./types.js" */

/** What a person is called; those that chose no display name go by their username. @param {Named} user */
export function nameOf(user) {
  return user.display_name?.trim() || user.username;
}

/** What a conversation is called in the interface. @param {Conversation} conversation */
export function titleOf({ kind, peer, title, slug }) {
  if (kind === "direct" && peer) return nameOf(peer);
  return title?.trim() || slug || t("conversation.untitled");
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

/** The same colour for the same person everywhere. @param {string} id a UUIDv7, whose end is random */
export function hueOf(id) {
  let sum = 0;
  for (const character of id.slice(-12)) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return sum % hues;
}

/** The longest slug that the protocol allows. */
const longest = 32;

/** An address for a room out of its name: what has no place in one becomes a dash. @param {string} title */
export function slugFrom(title) {
  return withoutAccents(title)
    .toLowerCase()
    .replace(/[^a-z0-9_.]+/g, "-")
    .slice(0, longest)
    .replace(/^-|-+$/g, "");
}

/** @param {string} text */
export function withoutAccents(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "");
}
