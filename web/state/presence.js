/**
 * Who is there. The server tells about those one watches: here the people of the open conversation, and the
 * peers of direct conversations.
 *
 * @import { ReadonlySignal, Signal } from "../vendor/signals-core.js"
 */
import { signal } from "../vendor/signals-core.js";

/** The contract's limit for one `watch`. */
export const MOST_WATCHED = 200;

/** @typedef {"online" | "offline"} Status */

export class Presence {
  /** @param {(users: string[]) => void} watch */
  constructor(watch) {
    this.#watch = watch;
  }

  #watch;
  /** @type {Map<string, Signal<Status>>} */
  #statuses = new Map();
  #watched = "";

  /**
   * @param {string} user
   * @returns {ReadonlySignal<Status>}
   */
  of(user) {
    return this.#place(user);
  }

  /**
   * @param {string} user
   * @param {Status} status
   */
  set(user, status) {
    this.#place(user).value = status;
  }

  /** @param {Iterable<string>} users  those that matter most first */
  watch(users) {
    const wished = [...new Set(users)].slice(0, MOST_WATCHED);
    const list = wished.join();
    if (list === this.#watched) return;
    this.#watched = list;
    this.#watch(wished);
  }

  /** Nobody is told to be there by a line that is cut. */
  forget() {
    for (const place of this.#statuses.values()) place.value = "offline";
  }

  clear() {
    this.forget();
    this.#watched = "";
  }

  /** @param {string} user */
  #place(user) {
    const known = this.#statuses.get(user);
    if (known) return known;
    /** @type {Signal<Status>} */
    const made = signal("offline");
    this.#statuses.set(user, made);
    return made;
  }
}
