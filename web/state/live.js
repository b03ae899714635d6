/**
 * The connection of one signed-in account: what it hears goes to what is known, or makes somebody ask.
 *
 * @import { Listener } from "../sync/types.js"
 * @import { Client } from "./client.js"
 * @import { Snapshot, Storage, Surroundings } from "./parts.js"
 * @import { Conversation, Entry, Frame, LinkState, OutgoingItem } from "./types.js"
 * @import { ReadonlySignal, Signal } from "./types.js"
 */
import { Sync } from "../sync/sync.js";
import { computed, signal } from "../vendor/signals-core.js";
import { ById } from "./by-id.js";

export class Live {
  #client;
  #wire;
  #clock;
  /** @type {Sync | null} */
  sync = null;
  /** The version of one's own account that was heard of last. @type {number | null} */
  version = null;

  /** @param {Client} client @param {Surroundings} surroundings */
  constructor(client, { wireFactory, clock, paint }) {
    this.#client = client;
    this.#wire = wireFactory();
    this.#clock = clock;
    this.intake = new Intake(paint, (entries) => {
      client.knowledge.apply(entries);
      client.opening.arrived();
    });
    /** @type {Signal<LinkState>} */
    this.link = signal({ state: "offline", retryAt: null });
  }

  /** @param {Snapshot} snapshot */
  start({ epoch, conversations }) {
    const queue = this.#client.outbox;
    const [wire, clock, listener] = [this.#wire, this.#clock, this.#listener()];
    this.sync = new Sync({ wire, clock, listener, queue, epoch });
    this.version = null;
    for (const { id, head } of conversations) this.sync.follow(id, head);
    this.sync.start();
  }

  stop() {
    this.sync?.stop();
    this.sync = null;
    this.intake.clear();
    this.link.value = { state: "offline", retryAt: null };
  }

  get epoch() {
    return this.sync?.epoch ?? null;
  }

  /**
   * From its head on, unless it is followed from an earlier one: then what lies between comes too. A timeline
   * that waited for it is loaded afterwards, so that its page begins no earlier than what is handed on.
   * @param {Conversation} conversation
   */
  follow({ id, head, role }) {
    if (role === null || !this.sync || this.sync.cursor(id) !== undefined) return;
    this.sync.follow(id, head);
    const timeline = this.#client.timelines.get(id);
    // What fails shows in the timeline itself, and is tried again when the line is back.
    if (timeline?.doubted) timeline.reload().catch(() => undefined);
  }

  /** @returns {Listener} */
  #listener() {
    const { calls, knowledge, outbox } = this.#client;
    return {
      entries: (conversation, entries) => this.intake.add(conversation, /** @type {any} */ (entries)),
      reset: (id) => this.#reset(id),
      gone: (id) => this.#remove(id),
      added: (conversation) => this.#add(/** @type {any} */ (conversation)),
      removed: (id) => this.#remove(id),
      ephemeral: (frame) => {
        knowledge.hear(frame);
        calls.hear(frame);
      },
      link: (state) => this.#linked(state),
      welcome: (frame) => this.#welcomed(frame),
      userVersion: (version) => this.#changed(version),
      outgoing: (item) => this.#outgoing(item),
      withdrawn: (clientId) => outbox.hide([clientId]),
      heads: (heads) => {
        for (const [id, { read_seq }] of Object.entries(heads)) knowledge.read(id, read_seq);
      },
      signedOut: () => void this.#client.session.end(),
    };
  }

  /** Of one's own account, as far as it is known. */
  #version() {
    return this.#client.session.me.peek()?.version;
  }

  /** @param {number} version */
  #changed(version) {
    this.version = version;
    if (version === this.#version()) return;
    this.#client.refresh.all();
    // What is not answered now is heard with the next welcome.
    this.#client.calls.check().catch(() => undefined);
  }

  /** @param {LinkState} state */
  #linked(state) {
    const before = this.link.peek().state;
    this.link.value = state;
    if (state.state === "online" && before !== "online") this.#client.connected();
    if (state.state !== "online" && before === "online") this.#client.lost();
  }

  /** @param {Frame} frame */
  #welcomed(frame) {
    const { knowledge, refresh } = this.#client;
    const { time, user_version, conversations } = frame;
    refresh.setTime(time);
    this.#client.calls.welcomed(frame.calls ?? []);
    for (const { id, read_seq } of conversations) knowledge.read(id, read_seq);
    // Until the first list has come, it is on its way anyway.
    if (!knowledge.conversations.fresh.peek()) return;
    const unknown = conversations.some((/** @type {any} */ { id }) => !knowledge.conversations.get(id));
    if (unknown || user_version !== this.#version()) refresh.all(unknown);
  }

  /**
   * Nothing is handed on any more until the list, and after it the timeline, were loaded anew.
   * @param {string} id
   */
  #reset(id) {
    const { knowledge, refresh, timelines } = this.#client;
    this.intake.flush();
    knowledge.doubt(id);
    timelines.get(id)?.doubt();
    refresh.all(true);
  }

  /** @param {Conversation} conversation */
  #add(conversation) {
    this.follow(conversation);
    this.#client.belonging.added(conversation);
  }

  /** @param {string} id */
  #remove(id) {
    this.sync?.unfollow(id);
    this.#client.belonging.removed(id);
  }

  /** @param {OutgoingItem} item */
  #outgoing(item) {
    const { knowledge, outbox } = this.#client;
    const head = knowledge.conversations.get(item.conversation)?.head ?? 0;
    if (item.state === "sent" && (item.seq ?? 0) <= head) outbox.hide([item.client_id]);
    else outbox.show(item);
  }
}

/** Entries of the log come one by one; what is shown changes once a frame, whatever has come by then. */
class Intake {
  #paint;
  #flush;
  /** @type {Map<string, Entry[]>} */
  #waiting = new Map();

  /**
   * @param {Surroundings["paint"]} paint
   * @param {(entries: Map<string, Entry[]>) => void} flush by conversation, in the order of the log
   */
  constructor(paint, flush) {
    this.#paint = paint;
    this.#flush = flush;
  }

  /** @param {string} conversation @param {Entry[]} entries */
  add(conversation, entries) {
    if (this.#waiting.size === 0) this.#paint(() => this.flush());
    const waiting = this.#waiting.get(conversation);
    if (waiting) waiting.push(...entries);
    else this.#waiting.set(conversation, [...entries]);
  }

  flush() {
    const waiting = this.#waiting;
    this.#waiting = new Map();
    if (waiting.size > 0) this.#flush(waiting);
  }

  clear() {
    this.#waiting = new Map();
  }
}

/** Messages on their way: kept in the database that all tabs share, sent by the tab that holds the lock. */
export class Outbox {
  #store;
  #announce;
  #holds = false;
  /** @type {ById<ReadonlySignal<OutgoingItem[]>>} */
  #watched = new ById((conversation) =>
    computed(() => [...this.items.value.values()].filter((item) => item.conversation === conversation)),
  );

  of = this.#watched.of;

  /** @param {Storage} store @param {() => void} announce tells the other tabs that the queue changed */
  constructor(store, announce) {
    this.#store = store;
    this.#announce = announce;
    /** @type {Signal<ReadonlyMap<string, OutgoingItem>>} */
    this.items = signal(new Map());
    /** Called when another tab changed the queue, or this one holds it now. @type {(() => void) | null} */
    this.onchange = null;
  }

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

  /** From now on this tab is the one that sends. */
  hold() {
    this.#holds = true;
    this.onchange?.();
  }

  changedElsewhere() {
    this.onchange?.();
  }

  /** @param {OutgoingItem} item as it is now */
  show(item) {
    this.items.value = new Map(this.items.peek()).set(item.client_id, item);
  }

  /** @param {Iterable<string>} clientIds said, or taken back */
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
