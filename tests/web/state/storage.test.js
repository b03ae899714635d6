/**
 * A page that goes hears no answers any more: what is to be kept must be asked for and committed by then.
 *
 * @import { Database } from "../../../web/state/parts.js"
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { IndexedStorage } from "../../../web/state/storage.js";
import { conversation, message, person } from "./shapes.js";

/** A database that notes what it is asked for, and answers nothing. */
class Silent {
  /** @type {string[]} */
  asked = [];
  failing = false;
  objectStoreNames = ["facts", "outgoing"];

  transaction() {
    const answer = () => (this.failing ? Promise.reject(new Error("full")) : new Promise(() => undefined));
    const store = (/** @type {string} */ name) => ({
      name,
      /** @param {any} value */
      put: (value) => this.#note(`put ${name} ${value?.id ?? value}`, answer()),
      /** @param {string} id */
      delete: (id) => this.#note(`delete ${name} ${id}`, answer()),
      clear: () => this.#note(`clear ${name}`, answer()),
    });
    const commit = () => void this.asked.push("commit");
    return { store: store("messages"), objectStore: store, commit, done: answer() };
  }

  /** @param {string} asked @param {Promise<unknown>} answer */
  #note(asked, answer) {
    this.asked.push(asked);
    return answer;
  }
}

const me = { ...person("alice"), presence: /** @type {const} */ ("online"), email: "", version: 1 };

function silentStorage() {
  const database = new Silent();
  const idb = /** @type {Database} */ (/** @type {unknown} */ (database));
  return { database, storage: new IndexedStorage(idb) };
}

test("everything is asked for and committed at once", () => {
  const { database, storage } = silentStorage();
  void storage.keep({ me, epoch: "e1", conversations: [conversation()], users: [person("bob")] });
  assert.equal(database.asked.at(-1), "commit");
  assert.ok(database.asked.includes("put conversations c1") && database.asked.includes("put users id-bob"));
  database.asked = [];
  void storage.keepMessages({ id: "c1", messages: [message(1)], openedAt: 1 });
  assert.deepEqual(database.asked, ["put messages c1", "commit"]);
  database.asked = [];
  void storage.clear();
  assert.deepEqual(database.asked, ["clear facts", "clear outgoing", "commit"]);
});

test("only what changed is written again, and what is gone is taken out", () => {
  const { database, storage } = silentStorage();
  const [one, two, three] = ["c1", "c2", "c3"].map((id) => conversation({ id }));
  void storage.keep({ me, epoch: "e1", conversations: [one, two, three], users: [] });
  database.asked = [];
  void storage.keep({ me, epoch: "e1", conversations: [one, { ...two, head: 1 }], users: [] });
  const changes = database.asked.filter((asked) => asked.includes("conversations"));
  assert.deepEqual(changes, ["put conversations c2", "delete conversations c3"]);
});

test("after a failure everything is written again", async () => {
  const { database, storage } = silentStorage();
  const snapshot = { me, epoch: "e1", conversations: [conversation()], users: [] };
  database.failing = true;
  await assert.rejects(storage.keep(snapshot));
  [database.asked, database.failing] = [[], false];
  void storage.keep(snapshot);
  const rest = ["clear conversations", "put conversations c1", "clear users", "commit"];
  assert.deepEqual(database.asked.slice(2), rest);
});
