/**
 * The part of the address behind `#`: what is open, so that links, reloading and the back button work.
 */

/** @typedef {{view: string, reference: string | null, seq: number | null}} Place */

/**
 * @param {string} hash  such as `#/c/general/12`, `#/settings`, or nothing
 * @returns {Place}  `reference` is the id or slug of a conversation, `seq` a message of it
 */
export function parsePlace(hash) {
  const [view = "", reference = "", seq = ""] = hash.replace(/^#\/?/, "").split("/").map(decoded);
  if (view !== "c") return { view: view || "home", reference: null, seq: null };
  if (!reference) return { view: "home", reference: null, seq: null };
  return { view: "conversation", reference, seq: /^[1-9]\d{0,15}$/.test(seq) ? Number(seq) : null };
}

/**
 * @param {string} reference
 * @param {number | null} [seq]
 */
export function conversationAddress(reference, seq = null) {
  return `#/c/${encodeURIComponent(reference)}${seq === null ? "" : `/${seq}`}`;
}

/** @param {string} part */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    // A lone percent sign is no reason to fail: no conversation is called that.
    return part;
  }
}
