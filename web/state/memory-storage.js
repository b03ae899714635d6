/**
 * The same as `storage.js` without a database, for browsers that refuse one: what is kept lasts as long as
 * the page.
 *
 * @import { OutgoingItem } from "./types.js"
 * @import { IndexedStorage, KeptMessages, Snapshot } from "./storage.js"
 */

/** @typedef {Pick<IndexedStorage, keyof IndexedStorage>} Storage */

/** @implements {Storage} */
export class MemoryStorage {
  /** @type {Snapshot} */
  #snapshot = { me: null, epoch: null, conversations: [], users: [] };
  /** @type {Map<string, KeptMessages>} */
  #messages = new Map();
  /** @type {Map<string, OutgoingItem>} */
  #outgoing = new Map();

  async snapshot() {
    return this.#snapshot;
  }

  /** @param {Snapshot} snapshot */
  async keep(snapshot) {
    this.#snapshot = snapshot;
  }

  /** @param {string} conversation */
  async messages(conversation) {
    return this.#messages.get(conversation)?.messages ?? [];
  }

  /** @param {KeptMessages} kept */
  async keepMessages(kept) {
    this.#messages.set(kept.id, kept);
  }

  /** @param {string} conversation */
  async forgetMessages(conversation) {
    this.#messages.delete(conversation);
  }

  async outgoing() {
    return [...this.#outgoing.values()];
  }

  /** @param {OutgoingItem} item */
  async putOutgoing(item) {
    this.#outgoing.set(item.client_id, item);
  }

  /** @param {string} clientId */
  async removeOutgoing(clientId) {
    this.#outgoing.delete(clientId);
  }

  async clear() {
    this.#snapshot = { me: null, epoch: null, conversations: [], users: [] };
    this.#messages.clear();
    this.#outgoing.clear();
  }
}
