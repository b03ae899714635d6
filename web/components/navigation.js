/** Where one is, and what lies over it. */
import { signal } from "../vendor/signals-core.js";

/** @import { Surface } from "./types.js" */

/** The dialog that is open: at most one at a time. */
export const surface = signal(/** @type {Surface | null} */ (null));

/** Whether the details panel stands beside (or over) the conversation. */
export const detailsOpen = signal(false);

/** Whether a call covers all there is. */
export const callCovers = signal(false);

/** @param {Surface} next */
export function show(next) {
  surface.value = next;
}

export function dismiss() {
  surface.value = null;
}

/** The card of a person, from wherever their name stands. @param {string} user an id */
export function showProfile(user) {
  show({ kind: "profile", user });
}

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

/** From a dialog to a conversation. @param {{id: string}} conversation */
export function enter({ id }) {
  dismiss();
  go(addressOf(id));
}
