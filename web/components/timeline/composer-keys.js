/** What the keys do in the composer, and how long its text is. */

/** @import { Keys, Situation } from "./types.js" */

/** The contract's limit of a body, code points; the `welcome` says the same. */
export const MOST_CHARS = 4000;

/** From here on the composer says how many are left. */
export const TOLD_FROM = 3800;

/** @type {(event: Keys, situation: Situation) => "send" | "editLast" | "cancel" | null} */
export function actionOf(event, { inField, touch, text, busy }) {
  // Safari ends a composition before the key that ends it; that key has the code 229.
  if (event.isComposing || event.keyCode === 229 || event.altKey) return null;
  const chord = event.ctrlKey || event.metaKey;
  if (event.key === "Escape") return busy ? "cancel" : null;
  if (!inField) return null;
  if (event.key === "Enter") return chord || (!touch && !event.shiftKey) ? "send" : null;
  const plain = !chord && !event.shiftKey;
  return event.key === "ArrowUp" && plain && text === "" && !busy ? "editLast" : null;
}

/** Code points, as the server counts them. @param {string} text */
export function lengthOf(text) {
  return text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);
}
