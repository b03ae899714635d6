/**
 * What is kept in this browser: what was read last, to open offline, and what is still to be sent.
 *
 * @import { Client } from "./client.js"
 * @import { Database, KeptMessages, Snapshot, Storage, Surroundings } from "./parts.js"
 * @import { Message, OutgoingItem } from "./types.js"
 */
import { openDB } from "../vendor/idb.js";

const NAME = "parley";
const VERSION = 1;
/** Conversations whose messages are kept; of those opened longest ago they are let go. */
const MOST_KEPT = 20;
const MOST_MESSAGES = 200;
/** Several changes come at once, and are written together. */
const GATHER_MS = 500;

/** Opens the database; rejects where the browser refuses one (private windows of some). */
export async function openStorage() {
  return new IndexedStorage(await openDB(NAME, VERSION, { upgrade: build }));
}

/** @param {Database} database */
function build(database) {
  database.createObjectStore("facts");
  database.createObjectStore("conversations", { keyPath: "id" });
  database.createObjectStore("users", { keyPath: "id" });
  database.createObjectStore("messages", { keyPath: "id" }).createIndex("openedAt", "openedAt");
  database.createObjectStore("outgoing", { keyPath: "client_id" });
}

export class IndexedStorage {
  #database;
  /** By store and id: only other objects are written again. @type {Map<string, Map<string, object>>} */
  #written = new Map();

  /** @param {Database} database */
  constructor(database) {
    this.#database = database;
  }

  /** @returns {Promise<Snapshot>} */
  async snapshot() {
    const reading = this.#database.transaction(["facts", "conversations", "users"]);
    const [me = null, epoch = null, conversations, users] = await Promise.all([
      reading.objectStore("facts").get("me"),
      reading.objectStore("facts").get("epoch"),
      reading.objectStore("conversations").getAll(),
      reading.objectStore("users").getAll(),
    ]);
    return { me, epoch, conversations, users };
  }

  /**
   * Replaces what was kept, all or nothing. Everything is asked for at once, and committed: a page that goes
   * hears no answers any more.
   *
   * @param {Snapshot} snapshot
   */
  async keep({ me, epoch, conversations, users }) {
    const writing = this.#database.transaction(["facts", "conversations", "users"], "readwrite");
    const facts = writing.objectStore("facts");
    const requests = [
      ...[facts.put(me, "me"), facts.put(epoch, "epoch")],
      ...this.#refill(writing.objectStore("conversations"), conversations),
      ...this.#refill(writing.objectStore("users"), users),
    ];
    writing.commit();
    try {
      await Promise.all([...requests, writing.done]);
    } catch (error) {
      this.#written.clear();
      throw error;
    }
  }

  /** @param {string} conversation */
  async messages(conversation) {
    return this.#database.get("messages", conversation);
  }

  /** At once, as above. @param {KeptMessages} kept */
  async keepMessages(kept) {
    const writing = this.#database.transaction("messages", "readwrite");
    const put = writing.store.put(kept);
    writing.commit();
    await Promise.all([put, writing.done]);
    const ids = await this.#database.getAllKeysFromIndex("messages", "openedAt");
    for (const id of ids.slice(0, -MOST_KEPT)) await this.forgetMessages(id);
  }

  /** @param {string} conversation */
  async forgetMessages(conversation) {
    await this.#database.delete("messages", conversation);
  }

  /** @returns {Promise<OutgoingItem[]>} in the order in which they were written */
  async outgoing() {
    const items = /** @type {OutgoingItem[]} */ (await this.#database.getAll("outgoing"));
    return items.sort((one, other) => one.createdAt - other.createdAt);
  }

  /** At once, as above: whoever writes and reloads in the same breath has written. @param {OutgoingItem} item */
  async putOutgoing(item) {
    const writing = this.#database.transaction("outgoing", "readwrite");
    const put = writing.store.put(item);
    writing.commit();
    await Promise.all([put, writing.done]);
  }

  /** @param {string} clientId */
  async removeOutgoing(clientId) {
    const writing = this.#database.transaction("outgoing", "readwrite");
    const removed = writing.store.delete(clientId);
    writing.commit();
    await Promise.all([removed, writing.done]);
  }

  /** At once, as above: whoever signs out and closes the page in the same breath leaves nothing. */
  async clear() {
    this.#written.clear();
    const names = [...this.#database.objectStoreNames];
    const writing = this.#database.transaction(names, "readwrite");
    const requests = names.map((name) => writing.objectStore(name).clear());
    writing.commit();
    await Promise.all([...requests, writing.done]);
  }

  /** Whatever is there at first is an earlier page's. @param {any} store @param {{id: string}[]} rows */
  #refill(store, rows) {
    const before = this.#written.get(store.name);
    const after = new Map(rows.map((row) => [row.id, row]));
    this.#written.set(store.name, after);
    const requests = before ? [] : [store.clear()];
    for (const row of rows) if (before?.get(row.id) !== row) requests.push(store.put(row));
    for (const id of before?.keys() ?? []) if (!after.has(id)) requests.push(store.delete(id));
    return requests;
  }
}

/** The same without a database: what is kept lasts as long as the page. @implements {Storage} */
export class MemoryStorage {
  /** @type {Snapshot} */
  #snapshot = { me: null, epoch: null, conversations: [], users: [] };
  /** @type {Map<string, KeptMessages>} */
  #messages = new Map();
  /** @type {Map<string, OutgoingItem>} */
  #outgoing = new Map();

  snapshot = async () => this.#snapshot;

  /** @param {Snapshot} snapshot */
  keep = async (snapshot) => void (this.#snapshot = snapshot);

  /** @param {string} conversation */
  messages = async (conversation) => this.#messages.get(conversation);

  /** @param {KeptMessages} kept */
  keepMessages = async (kept) => void this.#messages.set(kept.id, kept);

  /** @param {string} conversation */
  forgetMessages = async (conversation) => void this.#messages.delete(conversation);

  outgoing = async () => [...this.#outgoing.values()];

  /** @param {OutgoingItem} item */
  putOutgoing = async (item) => void this.#outgoing.set(item.client_id, item);

  /** @param {string} clientId */
  removeOutgoing = async (clientId) => void this.#outgoing.delete(clientId);

  async clear() {
    this.#snapshot = { me: null, epoch: null, conversations: [], users: [] };
    this.#messages.clear();
    this.#outgoing.clear();
  }
}

/** Keeps what is known for the next start: soon after it changed, and before the page goes. */
export class Keeping {
  #client;
  #around;
  /** @type {(() => void) | null} */
  #cancel = null;
  /** What was kept last of each timeline. @type {WeakMap<object, Message[]>} */
  #kept = new WeakMap();

  /** @param {Client} client @param {Surroundings} surroundings */
  constructor(client, surroundings) {
    this.#client = client;
    this.#around = surroundings;
  }

  /** What goes on without a pause is kept too: hence not after a quiet moment, which may never come. */
  soon() {
    this.#cancel ??= this.#around.clock.after(GATHER_MS, () => void this.now());
  }

  async now() {
    this.stop();
    const snapshot = this.#client.snapshot();
    if (!snapshot) return;
    try {
      await Promise.all([this.#around.storage.keep(snapshot), ...this.#messages()]);
    } catch {
      // A full disk or a closed database: the next start loads from the server instead.
    }
  }

  stop() {
    this.#cancel?.();
    this.#cancel = null;
  }

  #messages() {
    const { clock, storage } = this.#around;
    const changed = this.#client.timelines.all().filter(
      ([, timeline]) => timeline.isNewest() && this.#kept.get(timeline) !== timeline.messages.peek(),
    );
    return changed.map(([id, timeline], index) => {
      const all = timeline.messages.peek();
      this.#kept.set(timeline, all);
      const messages = all.slice(-MOST_MESSAGES);
      const atStart = timeline.atStart.peek() && messages.length === all.length;
      return storage.keepMessages({ id, messages, atStart, openedAt: clock.now() + index / 100 });
    });
  }
}
