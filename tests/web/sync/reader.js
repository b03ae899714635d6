import assert from "node:assert/strict";

import { Sync } from "../../../web/sync/index.js";

/** @import { Clock, Entry, LinkState, Listener, OutgoingItem, Queue } from "../../../web/sync/index.js" */
/** @import { ModelServer } from "./model-server.js" */

/**
 * A client as simple as the contract allows: it keeps the logs, and complains about every entry that is not
 * the next.
 */
export class Reader {
  /** @type {Map<string, Entry[]>} */
  logs = new Map();
  /** @type {LinkState[]} */
  links = [];
  /** @type {OutgoingItem[]} */
  outgoing = [];
  /** What else was told, by name. @type {[string, ...unknown[]][]} */
  told = [];
  /** @type {Sync} */
  sync;
  #server;
  #clock;

  /** @param {{server: ModelServer, clock: Clock, queue?: Queue}} surroundings */
  constructor({ server, clock, queue }) {
    this.#server = server;
    this.#clock = clock;
    this.queue = queue;
    this.sync = this.#newSync(null);
  }

  /** @param {string} conversation */
  follow(conversation) {
    const snapshot = structuredClone(this.#server.log(conversation));
    this.logs.set(conversation, snapshot);
    this.sync.follow(conversation, snapshot.length);
  }

  /** The page is loaded anew: what was kept is followed from where it was. */
  reload() {
    const { epoch } = this.sync;
    this.sync.stop();
    this.sync = this.#newSync(epoch);
    for (const [conversation, log] of this.logs) this.sync.follow(conversation, log.length);
    this.sync.start();
  }

  /** @param {string} name */
  toldOf(name) {
    return this.told.filter(([of]) => of === name).map(([, ...values]) => values);
  }

  get link() {
    return this.links.at(-1)?.state;
  }

  /** @param {string | null} epoch */
  #newSync(epoch) {
    const wire = this.#server;
    return new Sync({ wire, clock: this.#clock, listener: this.#listener(), queue: this.queue, epoch });
  }

  /** @returns {Listener} */
  #listener() {
    const note = (/** @type {string} */ name) => (/** @type {unknown[]} */ ...values) => {
      this.told.push([name, ...values]);
    };
    return {
      entries: (conversation, entries) => this.#append(conversation, entries),
      reset: (conversation) => this.#reset(conversation),
      link: (state) => this.links.push(state),
      outgoing: (item) => this.outgoing.push(item),
      gone: note("gone"),
      added: note("added"),
      removed: note("removed"),
      ephemeral: note("ephemeral"),
      welcome: note("welcome"),
      userVersion: note("userVersion"),
      withdrawn: note("withdrawn"),
      heads: note("heads"),
      signedOut: note("signedOut"),
    };
  }

  /** @param {string} conversation @param {Entry[]} entries */
  #append(conversation, entries) {
    const log = this.logs.get(conversation) ?? [];
    for (const entry of entries) {
      assert.equal(entry.seq, log.length + 1, `${conversation}: the next entry`);
      log.push(entry);
    }
  }

  /** @param {string} conversation */
  #reset(conversation) {
    this.told.push(["reset", conversation]);
    // The history comes over another way, and takes its time.
    this.#clock.after(20, () => this.follow(conversation));
  }
}
