import { signal } from "../vendor/signals-core.js";

/**
 * What lies over the workspace: at most one dialog at a time.
 * @typedef {{kind: "direct"} | {kind: "group"} | {kind: "room"} | {kind: "rooms"} | {kind: "switcher"}
 *   | {kind: "search", conversation: string | null} | {kind: "profile", user: string}
 *   | {kind: "invite", conversation: string} | {kind: "rename", conversation: string}
 *   | {kind: "confirm", title: string, lead: string, action: string, confirmed: () => Promise<unknown>}}
 *   Surface
 */

/** The dialog that is open. */
export const surface = signal(/** @type {Surface | null} */ (null));

/** @param {Surface} next */
export function show(next) {
  surface.value = next;
}

export function dismiss() {
  surface.value = null;
}

/**
 * The card of a person, from wherever their name stands.
 * @param {string} user an id
 */
export function showProfile(user) {
  show({ kind: "profile", user });
}

/** Whether the details panel stands beside (or over) the conversation. */
export const detailsOpen = signal(false);
