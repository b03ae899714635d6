/**
 * Everybody that was ever mentioned: learnt from messages, members and peers, asked for once where unknown.
 *
 * @import { UserBrief } from "./types.js"
 * @import { ReadonlySignal, Signal } from "../vendor/signals-core.js"
 */
import { signal } from "../vendor/signals-core.js";

export class People {
  /**
   * @param {(id: string) => Promise<UserBrief>} ask
   * @param {() => boolean} mayAsk  not after signing out, while the last view still looks for names
   */
  constructor(ask, mayAsk) {
    this.#ask = ask;
    this.#mayAsk = mayAsk;
  }

  #ask;
  #mayAsk;
  /** @type {Map<string, Signal<UserBrief | undefined>>} */
  #known = new Map();
  /** @type {Set<string>} */
  #asked = new Set();

  /**
   * @param {string} id
   * @returns {ReadonlySignal<UserBrief | undefined>}
   */
  user(id) {
    const known = this.#place(id);
    if (known.peek() === undefined) this.#fetch(id);
    return known;
  }

  /** @param {UserBrief | null | undefined} user */
  learn(user) {
    if (!user) return;
    const { id, username, display_name, avatar_url } = user;
    const place = this.#place(id);
    const known = place.peek();
    if (
      known?.display_name === display_name &&
      known.username === username &&
      known.avatar_url === avatar_url
    )
      return;
    place.value = { id, username, display_name, avatar_url };
  }

  all() {
    return [...this.#known.values()].map((place) => place.peek()).filter((user) => user !== undefined);
  }

  clear() {
    for (const place of this.#known.values()) place.value = undefined;
    this.#asked.clear();
  }

  /** @param {string} id */
  #place(id) {
    const known = this.#known.get(id);
    if (known) return known;
    /** @type {Signal<UserBrief | undefined>} */
    const made = signal(undefined);
    this.#known.set(id, made);
    return made;
  }

  /** @param {string} id */
  #fetch(id) {
    if (this.#asked.has(id) || !this.#mayAsk()) return;
    this.#asked.add(id);
    this.#ask(id).then(
      (user) => this.learn(user),
      // Whoever is gone stays unknown; what failed for the network's sake may be asked again.
      (error) => error.code === "not_found" || this.#asked.delete(id),
    );
  }
}
