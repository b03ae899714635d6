/**
 * The connection of one signed-in account: what it hears goes to what is known, or makes somebody ask.
 *
 * @import { Clock, Conversation, LinkState, OutgoingItem } from "./types.js"
 * @import { Frame, Listener, Wire } from "../sync/types.js"
 * @import { Intake } from "./intake.js"
 * @import { Knowledge } from "./knowledge.js"
 * @import { Outbox } from "./outbox.js"
 * @import { Refresh } from "./refresh.js"
 * @import { Snapshot } from "./storage.js"
 * @import { Timelines } from "./timelines.js"
 * @import { Signal } from "../vendor/signals-core.js"
 */
import { Sync } from "../sync/index.js";
import { signal } from "../vendor/signals-core.js";

/**
 * @typedef {object} LiveSource
 * @property {Wire} wire
 * @property {Clock} clock
 * @property {Knowledge} knowledge
 * @property {Timelines} timelines
 * @property {Intake} intake
 * @property {Outbox} outbox
 * @property {Refresh} refresh
 * @property {() => number | undefined} version  of one's own account, as far as it is known
 * @property {() => void} connected
 * @property {() => void} lost
 * @property {(conversation: Conversation) => void} added
 * @property {(id: string) => void} removed
 * @property {() => void} signedOut
 */

export class Live {
  /** @param {LiveSource} source */
  constructor(source) {
    this.#source = source;
    /** @type {Signal<LinkState>} */
    this.link = signal({ state: "offline", retryAt: null });
  }

  #source;
  /** @type {Sync | null} */
  sync = null;

  /** @param {Snapshot} snapshot */
  start(snapshot) {
    const { wire, clock, outbox } = this.#source;
    this.sync = new Sync({ wire, clock, listener: this.#listener(), queue: outbox, epoch: snapshot.epoch });
    for (const { id, head } of snapshot.conversations) this.sync.follow(id, head);
    this.sync.start();
  }

  stop() {
    this.sync?.stop();
    this.sync = null;
    this.link.value = { state: "offline", retryAt: null };
  }

  get epoch() {
    return this.sync?.epoch ?? null;
  }

  /**
   * From its head on, unless it is followed from an earlier one: then what lies between comes too. A timeline
   * that waited for it is loaded afterwards, so that its page begins no earlier than what is handed on.
   *
   * @param {Conversation} conversation
   */
  follow({ id, head, role }) {
    if (role === null || !this.sync || this.sync.cursor(id) !== undefined) return;
    this.sync.follow(id, head);
    const timeline = this.#source.timelines.get(id);
    // What fails shows in the timeline itself, and is tried again when the line is back.
    if (timeline?.doubted) timeline.reload().catch(() => undefined);
  }

  /** @returns {Listener} */
  #listener() {
    const { intake, knowledge, outbox, refresh } = this.#source;
    return {
      entries: (conversation, entries) => intake.add(conversation, /** @type {any} */ (entries)),
      reset: (id) => this.#reset(id),
      gone: (id) => this.#remove(id),
      added: (conversation) => this.#add(/** @type {any} */ (conversation)),
      removed: (id) => this.#remove(id),
      ephemeral: (frame) => knowledge.hear(frame),
      link: (state) => this.#linked(state),
      welcome: (frame) => this.#welcomed(frame),
      userVersion: (version) => void (version !== this.#source.version() && refresh.all()),
      outgoing: (item) => this.#outgoing(item),
      withdrawn: (clientId) => outbox.hide([clientId]),
      heads: (heads) => {
        for (const [id, { read_seq }] of Object.entries(heads)) knowledge.read(id, read_seq);
      },
      signedOut: () => this.#source.signedOut(),
    };
  }

  /** @param {LinkState} state */
  #linked(state) {
    const before = this.link.peek().state;
    this.link.value = state;
    if (state.state === "online" && before !== "online") this.#source.connected();
    if (state.state !== "online" && before === "online") this.#source.lost();
  }

  /** @param {Frame} frame */
  #welcomed(frame) {
    const { knowledge, refresh } = this.#source;
    const { time, user_version, conversations } = frame;
    refresh.setTime(time);
    for (const { id, read_seq } of conversations) knowledge.read(id, read_seq);
    // Until the first list has come, it is on its way anyway.
    if (!knowledge.conversations.fresh.peek()) return;
    const unknown = conversations.some(
      (/** @type {{id: string}} */ { id }) => !knowledge.conversations.get(id),
    );
    if (unknown || user_version !== this.#source.version()) refresh.all(unknown);
  }

  /**
   * Nothing is handed on any more until the list, and after it the timeline, were loaded anew.
   *
   * @param {string} id
   */
  #reset(id) {
    const { intake, knowledge, refresh, timelines } = this.#source;
    intake.flush();
    knowledge.doubt(id);
    timelines.get(id)?.doubt();
    refresh.all(true);
  }

  /** @param {Conversation} conversation */
  #add(conversation) {
    this.follow(conversation);
    this.#source.added(conversation);
  }

  /** @param {string} id */
  #remove(id) {
    this.sync?.unfollow(id);
    this.#source.removed(id);
  }

  /** @param {OutgoingItem} item */
  #outgoing(item) {
    const { knowledge, outbox } = this.#source;
    const head = knowledge.conversations.get(item.conversation)?.head ?? 0;
    if (item.state === "sent" && (item.seq ?? 0) <= head) outbox.hide([item.client_id]);
    else outbox.show(item);
  }
}
