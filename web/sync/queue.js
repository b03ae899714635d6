/** @import { OutgoingItem, Parts } from "./types.js" */

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

/**
 * An item as this client knows it. `changes` counts its writes, `stored` whether the last one arrived.
 * @typedef {{item: OutgoingItem, changes: number, stored: boolean}} Held
 */

/**
 * What is to be sent, in order, in step with the shared queue.
 *
 * Writing to the queue takes time, and others write too: what was read before one's own last write is not
 * believed.
 */
export class Backlog {
  #queue;
  #tell;
  /** @type {Map<string, Held>} */
  #held = new Map();
  /** What left by our own doing; a slow read may still show it. @type {Set<string>} */
  #left = new Set();
  #reading = false;
  #readAgain = false;

  /** @param {Pick<Parts, "queue" | "tell">} parts */
  constructor({ queue, tell }) {
    this.#queue = queue;
    this.#tell = tell;
  }

  /** Those to be sent, the first of each conversation first. */
  unsent() {
    const items = [...this.#held.values()].map(({ item }) => item);
    return items.filter(({ state }) => state === "sending");
  }

  /** @param {string} clientId */
  get(clientId) {
    return this.#held.get(clientId)?.item;
  }

  /** Adds or changes an item. @param {OutgoingItem} item */
  put(item) {
    const held = this.#held.get(item.client_id) ?? { item, changes: 0, stored: false };
    const changes = held.changes + 1;
    Object.assign(held, { item, changes, stored: false });
    this.#held.set(item.client_id, held);
    this.#tell("outgoing", item);
    const stored = () => {
      if (held.changes === changes) held.stored = true;
    };
    // A full or forbidden store keeps no message from being sent: it is only not safe from a reload then.
    this.#queue.put(item).then(stored, () => undefined);
  }

  /** Takes an item out, for all: whoever learns that it is sent says so. @param {string} clientId */
  take(clientId) {
    this.#held.delete(clientId);
    this.#left.add(clientId);
    // What cannot be removed is sent again after a reload, and answered as the duplicate that it is.
    this.#queue.remove(clientId).catch(() => undefined);
  }

  /** Reads the shared queue; once more if it changes meanwhile. */
  async read() {
    this.#readAgain = true;
    if (this.#reading) return;
    this.#reading = true;
    while (this.#readAgain) {
      this.#readAgain = false;
      await this.#readOnce();
    }
    this.#reading = false;
  }

  clear() {
    this.#held.clear();
  }

  async #readOnce() {
    /** What is in step when the reading begins. @type {Map<string, number>} */
    const settled = new Map();
    for (const [clientId, { stored, changes }] of this.#held) if (stored) settled.set(clientId, changes);
    const items = await this.#queue.load().catch(() => null);
    if (!items) return;
    const before = this.#held;
    this.#held = new Map();
    for (const item of items) if (!this.#left.has(item.client_id)) this.#adopt(item, before, settled);
    for (const [clientId, held] of before) {
      if (this.#held.has(clientId)) continue;
      if (settled.get(clientId) === held.changes) this.#tell("withdrawn", clientId);
      else this.#held.set(clientId, held);
    }
  }

  /** @param {OutgoingItem} item @param {Map<string, Held>} before @param {Map<string, number>} settled */
  #adopt(item, before, settled) {
    const known = before.get(item.client_id);
    if (known && settled.get(item.client_id) !== known.changes) {
      this.#held.set(item.client_id, known);
      return;
    }
    this.#held.set(item.client_id, { item, changes: known?.changes ?? 0, stored: true });
    if (known?.item.state !== item.state) this.#tell("outgoing", item);
  }
}
