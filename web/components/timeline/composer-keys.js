/** What the keys do in the composer, and how long its text is. */

/** The contract's limit of a body, code points; the `welcome` says the same. */
export const MOST_CHARS = 4000;

/** From here on the composer says how many are left. */
export const TOLD_FROM = 3800;

/**
 * @typedef {object} Situation
 * @property {boolean} inField  whether the focus is in the text
 * @property {boolean} touch  whether a finger writes: its keyboard has no way but Enter to break a line
 * @property {string} text
 * @property {boolean} busy  whether a message is being answered or edited
 */

/**
 * @param {{key: string, shiftKey: boolean, ctrlKey: boolean, metaKey: boolean, altKey: boolean, isComposing: boolean,
 *   keyCode?: number}} event
 * @param {Situation} situation
 * @returns {"send" | "editLast" | "cancel" | null}
 */
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

/**
 * Code points, as the server counts them.
 * @param {string} text
 */
export function lengthOf(text) {
  let surrogates = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    const next = text.charCodeAt(index + 1);
    if (unit >= 0xd800 && unit < 0xdc00 && next >= 0xdc00 && next < 0xe000) surrogates += 1;
  }
  return text.length - surrogates;
}
