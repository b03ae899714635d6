/**
 * How far everybody has read, by conversation.
 *
 * @import { ReadonlySignal, Signal } from "../vendor/signals-core.js"
 */
import { signal } from "../vendor/signals-core.js";

export class Receipts {
  /** @type {Map<string, Signal<ReadonlyMap<string, number>>>} */
  #positions = new Map();

  /**
   * @param {string} conversation
   * @returns {ReadonlySignal<ReadonlyMap<string, number>>}
   */
  of(conversation) {
    return this.#place(conversation);
  }

  /**
   * @param {string} conversation
   * @param {Iterable<[user: string, seq: number]>} positions  never backwards
   */
  learn(conversation, positions) {
    const place = this.#place(conversation);
    const known = place.peek();
    const later = [...positions].filter(([user, seq]) => seq > (known.get(user) ?? 0));
    if (later.length > 0) place.value = new Map([...known, ...later.sort((one, other) => one[1] - other[1])]);
  }

  /**
   * @param {string} conversation
   * @param {string} user
   */
  remove(conversation, user) {
    const left = new Map(this.#place(conversation).peek());
    if (left.delete(user)) this.#place(conversation).value = left;
  }

  clear() {
    for (const place of this.#positions.values()) place.value = new Map();
  }

  /** @param {string} conversation */
  #place(conversation) {
    const known = this.#positions.get(conversation);
    if (known) return known;
    /** @type {Signal<ReadonlyMap<string, number>>} */
    const made = signal(new Map());
    this.#positions.set(conversation, made);
    return made;
  }
}
