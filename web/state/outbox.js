/**
 * Messages on their way: kept in the database that all tabs share, sent by the tab that holds the lock.
 *
 * @import { OutgoingItem } from "./types.js"
 * @import { ReadonlySignal, Signal } from "../vendor/signals-core.js"
 */
import { computed, signal } from "../vendor/signals-core.js";

/**
 * @typedef {object} OutgoingStore
 * @property {() => Promise<OutgoingItem[]>} outgoing
 * @property {(item: OutgoingItem) => Promise<void>} putOutgoing
 * @property {(clientId: string) => Promise<void>} removeOutgoing
 */

export class Outbox {
  /**
   * @param {OutgoingStore} store
   * @param {() => void} announce  tells the other tabs that the queue changed
   */
  constructor(store, announce) {
    this.#store = store;
    this.#announce = announce;
    /** @type {Signal<ReadonlyMap<string, OutgoingItem>>} */
    this.items = signal(new Map());
    /** Set by whoever sends; called when another tab changed the queue, or this one became its holder. */
    /** @type {(() => void) | null} */
    this.onchange = null;
  }

  #store;
  #announce;
  #holds = false;
  /** @type {Map<string, ReadonlySignal<OutgoingItem[]>>} */
  #watched = new Map();

  holder = () => this.#holds;

  load = () => this.#store.outgoing();

  /** @param {OutgoingItem} item */
  put = async (item) => {
    await this.#store.putOutgoing(item);
    this.#announce();
  };

  /** @param {string} clientId */
  remove = async (clientId) => {
    await this.#store.removeOutgoing(clientId);
    this.#announce();
  };

  /** @param {boolean} holds  whether this tab is the one that sends */
  hold(holds) {
    if (this.#holds === holds) return;
    this.#holds = holds;
    this.onchange?.();
  }

  changedElsewhere() {
    this.onchange?.();
  }

  /**
   * @param {string} conversation
   * @returns {ReadonlySignal<OutgoingItem[]>}
   */
  of(conversation) {
    const known = this.#watched.get(conversation);
    if (known) return known;
    const made = computed(() =>
      [...this.items.value.values()].filter((item) => item.conversation === conversation),
    );
    this.#watched.set(conversation, made);
    return made;
  }

  /** @param {OutgoingItem} item  as it is now */
  show(item) {
    this.items.value = new Map(this.items.peek()).set(item.client_id, item);
  }

  /** @param {Iterable<string>} clientIds  said, or taken back */
  hide(clientIds) {
    const items = new Map(this.items.peek());
    const hidden = [...clientIds].filter((clientId) => items.delete(clientId));
    if (hidden.length > 0) this.items.value = items;
  }

  clear() {
    this.onchange = null;
    this.items.value = new Map();
  }
}
