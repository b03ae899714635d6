/** @import { Clock, OutgoingItem, Queue } from "../../../web/sync/index.js" */

/** What several tabs share: slow to read and write, and sending is for whoever holds the lock. */
export class SharedStore {
  /** @type {Map<string, OutgoingItem>} */
  items = new Map();
  /** @type {TabQueue | null} */
  lockedBy = null;
  /** @type {Set<TabQueue>} */
  tabs = new Set();

  /** @param {Clock} clock */
  constructor(clock) {
    this.clock = clock;
  }

  tab() {
    const tab = new TabQueue(this);
    this.tabs.add(tab);
    this.lockedBy ??= tab;
    return tab;
  }

  /** @param {TabQueue} tab */
  lock(tab) {
    this.lockedBy = tab;
    for (const each of this.tabs) each.onchange?.();
  }
}

/** @implements {Queue} */
class TabQueue {
  /** @type {(() => void) | null} */
  onchange = null;
  #store;

  /** @param {SharedStore} store */
  constructor(store) {
    this.#store = store;
  }

  async load() {
    await this.#turn();
    const items = [...this.#store.items.values()];
    await this.#turn();
    return items;
  }

  /** @param {OutgoingItem} item */
  async put(item) {
    await this.#turn();
    this.#store.items.set(item.client_id, item);
    this.#changed();
  }

  /** @param {string} clientId */
  async remove(clientId) {
    await this.#turn();
    this.#store.items.delete(clientId);
    this.#changed();
  }

  holder() {
    return this.#store.lockedBy === this;
  }

  #changed() {
    for (const tab of this.#store.tabs) if (tab !== this) this.#store.clock.after(1, () => tab.onchange?.());
  }

  /** @returns {Promise<void>} */
  #turn() {
    return new Promise((resolve) => this.#store.clock.after(1, resolve));
  }
}
