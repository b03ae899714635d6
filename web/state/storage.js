/**
 * What is kept in this browser: what was read last, to open offline, and what is still to be sent.
 *
 * @import { Conversation, Me, Message, OutgoingItem, UserBrief } from "./types.js"
 * @import { DBSchema, IDBPDatabase } from "idb"
 */
import { openDB } from "../vendor/idb.js";

const NAME = "parley";
const VERSION = 1;
/** Conversations whose messages are kept; of those opened longest ago they are let go. */
const MOST_KEPT = 20;

/**
 * @typedef {{id: string, messages: Message[], openedAt: number}} KeptMessages
 * @typedef {{me: Me | null, epoch: string | null, conversations: Conversation[],
 *   users: UserBrief[]}} Snapshot
 * @typedef {{order?: number, client_id: string, item: OutgoingItem}} OutgoingRecord
 * @typedef {DBSchema & {
 *   facts: {key: string, value: any},
 *   conversations: {key: string, value: Conversation},
 *   users: {key: string, value: UserBrief},
 *   messages: {key: string, value: KeptMessages, indexes: {openedAt: number}},
 *   outgoing: {key: number, value: OutgoingRecord, indexes: {client_id: string}},
 * }} Schema
 */

/**
 * Opens the database; where the browser refuses one (private windows of some), what is kept lasts as long as
 * the page.
 *
 * @returns {Promise<IndexedStorage>}
 */
export async function openStorage() {
  return new IndexedStorage(await openDB(NAME, VERSION, { upgrade: build }));
}

/** @param {IDBPDatabase<Schema>} database */
function build(database) {
  database.createObjectStore("facts");
  database.createObjectStore("conversations", { keyPath: "id" });
  database.createObjectStore("users", { keyPath: "id" });
  database.createObjectStore("messages", { keyPath: "id" }).createIndex("openedAt", "openedAt");
  const outgoing = database.createObjectStore("outgoing", { keyPath: "order", autoIncrement: true });
  outgoing.createIndex("client_id", "client_id", { unique: true });
}

export class IndexedStorage {
  /** @param {IDBPDatabase<Schema>} database */
  constructor(database) {
    this.#database = database;
  }

  #database;

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
   * Replaces what was kept, all or nothing.
   *
   * @param {Snapshot} snapshot
   */
  async keep({ me, epoch, conversations, users }) {
    const writing = this.#database.transaction(["facts", "conversations", "users"], "readwrite");
    const facts = writing.objectStore("facts");
    await Promise.all([
      facts.put(me, "me"),
      facts.put(epoch, "epoch"),
      this.#refill(writing.objectStore("conversations"), conversations),
      this.#refill(writing.objectStore("users"), users),
      writing.done,
    ]);
  }

  /** @param {string} conversation */
  async messages(conversation) {
    return (await this.#database.get("messages", conversation))?.messages ?? [];
  }

  /** @param {KeptMessages} kept */
  async keepMessages(kept) {
    const writing = this.#database.transaction("messages", "readwrite");
    await writing.store.put(kept);
    const ids = await writing.store.index("openedAt").getAllKeys();
    for (const id of ids.slice(0, Math.max(0, ids.length - MOST_KEPT))) await writing.store.delete(id);
    await writing.done;
  }

  /** @param {string} conversation */
  async forgetMessages(conversation) {
    await this.#database.delete("messages", conversation);
  }

  /** @returns {Promise<OutgoingItem[]>} in the order in which they were first put */
  async outgoing() {
    return (await this.#database.getAll("outgoing")).map((record) => record.item);
  }

  /** @param {OutgoingItem} item */
  async putOutgoing(item) {
    const writing = this.#database.transaction("outgoing", "readwrite");
    const order = await writing.store.index("client_id").getKey(item.client_id);
    const record = { client_id: item.client_id, item };
    await writing.store.put(order === undefined ? record : { ...record, order });
    await writing.done;
  }

  /** @param {string} clientId */
  async removeOutgoing(clientId) {
    const writing = this.#database.transaction("outgoing", "readwrite");
    const order = await writing.store.index("client_id").getKey(clientId);
    if (order !== undefined) await writing.store.delete(order);
    await writing.done;
  }

  async clear() {
    const names = [...this.#database.objectStoreNames];
    const writing = this.#database.transaction(names, "readwrite");
    await Promise.all([...names.map((name) => writing.objectStore(name).clear()), writing.done]);
  }

  /**
   * @param {any} store
   * @param {object[]} rows
   */
  async #refill(store, rows) {
    await store.clear();
    await Promise.all(rows.map((row) => store.put(row)));
  }
}
