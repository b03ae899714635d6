/**
 * Where a conversation is, for links; `app.place` reads it back.
 * @param {string} conversation an id or a slug
 * @param {number} [seq] a message in it
 */
export function addressOf(conversation, seq) {
  return seq === undefined ? `#/c/${conversation}` : `#/c/${conversation}/${seq}`;
}

/** @param {string} hash as `addressOf` gives it */
export function go(hash) {
  location.hash = hash;
}
