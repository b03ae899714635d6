/** @import { OutgoingItem } from "./types.js" */

/** A queue that lasts as long as its program, for clients that keep nothing. */
export class MemoryQueue {
  /** @type {Map<string, OutgoingItem>} */
  #items = new Map();
  /** @type {(() => void) | null} */
  onchange = null;

  async load() {
    return [...this.#items.values()];
  }

  /** @param {OutgoingItem} item */
  async put(item) {
    this.#items.set(item.client_id, item);
  }

  /** @param {string} clientId */
  async remove(clientId) {
    this.#items.delete(clientId);
  }

  holder() {
    return true;
  }
}
