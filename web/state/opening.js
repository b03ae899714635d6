/**
 * What follows from a conversation being open: its messages are loaded, its people known and watched.
 *
 * @import { Message } from "./types.js"
 * @import { Place } from "./address.js"
 * @import { Knowledge } from "./knowledge.js"
 * @import { Presence } from "./presence.js"
 * @import { Timelines } from "./timelines.js"
 * @import { Signal } from "../vendor/signals-core.js"
 */
import { effect, signal, untracked } from "../vendor/signals-core.js";

/** Up to this many members the server tells who has read how far: the people are loaded to show it. */
const MOST_WITH_RECEIPTS = 50;
/** Of larger conversations those are watched who can be seen, and they come from the messages. */
const MOST_RECENT = 100;

/**
 * @typedef {object} OpeningSource
 * @property {Signal<Place>} place
 * @property {Knowledge} knowledge
 * @property {Timelines} timelines
 * @property {Presence} presence
 * @property {() => string | undefined} me
 * @property {() => boolean} attentive
 * @property {(id: string) => Promise<Message[]>} kept  the messages read last time
 * @property {(id: string) => Promise<unknown>} loadMembers
 * @property {(reference: string) => Promise<void>} look  asks for a conversation one is not in
 */

export class Opening {
  /** @param {OpeningSource} source */
  constructor(source) {
    this.#source = source;
    /** @type {Signal<string | null>} */
    this.current = signal(null);
    effect(() => this.#resolve());
    effect(() => this.#open(this.current.value));
    effect(() => this.#watch());
  }

  #source;
  /** Asked for already; a second time would not find more. @type {Set<string>} */
  #looked = new Set();

  /** What failed to load for want of a connection, or was kept from last time, is loaded now. */
  connected() {
    const id = this.current.peek();
    if (id !== null) this.#load(id);
  }

  /** Whoever looked elsewhere finds the line of what is unread where they stopped. */
  arrived() {
    const id = this.current.peek();
    const { attentive, knowledge, timelines } = this.#source;
    const conversation = id === null ? undefined : knowledge.conversations.get(id);
    if (!conversation || conversation.unread === 0 || attentive()) return;
    const line = timelines.of(conversation.id).firstUnread;
    if ((line.peek() ?? 0) <= conversation.read_seq) line.value = conversation.read_seq + 1;
  }

  clear() {
    this.#looked.clear();
    this.current.value = null;
  }

  #resolve() {
    const { knowledge, place } = this.#source;
    const { view, reference } = place.value;
    const { joined, visited, fresh } = knowledge.conversations;
    // Read for the sake of being called again: the conversation may be heard of later than its address.
    void [joined.value, visited.value];
    const complete = fresh.value;
    if (view === "home") this.current.value = null;
    if (reference === null) return;
    const found = knowledge.conversations.resolve(reference);
    this.current.value = found?.id ?? null;
    if (!found && complete) this.#look(reference);
  }

  /** @param {string} reference */
  #look(reference) {
    if (this.#looked.has(reference)) return;
    this.#looked.add(reference);
    untracked(() => void this.#source.look(reference));
  }

  /** @param {string | null} id */
  #open(id) {
    if (id === null || this.#source.me() === undefined) return;
    untracked(() => {
      const { knowledge, timelines } = this.#source;
      const conversation = knowledge.conversations.get(id);
      const timeline = timelines.of(id);
      timeline.firstUnread.value = conversation?.unread ? conversation.read_seq + 1 : null;
      if (!timeline.loaded.peek())
        this.#source.kept(id).then(
          (messages) => timeline.recall(messages),
          () => undefined,
        );
      this.#load(id);
    });
  }

  /** @param {string} id */
  #load(id) {
    const { knowledge, timelines, loadMembers } = this.#source;
    const conversation = knowledge.conversations.get(id);
    if (!conversation) return;
    // What fails stays in the timeline as its `failure`, and is tried again when the line is back.
    timelines
      .of(id)
      .open()
      .catch(() => undefined);
    if (conversation.members_count > MOST_WITH_RECEIPTS) return;
    if (knowledge.members.of(id).peek() === null) loadMembers(id).catch(() => undefined);
  }

  #watch() {
    const { knowledge, presence, me } = this.#source;
    const id = this.current.value;
    const shown = id === null ? [] : this.#present(id);
    const peers = knowledge.conversations.list.value.map((conversation) => conversation.peer?.id);
    const own = me();
    if (own === undefined) return;
    presence.watch([...shown, ...peers].filter((user) => user !== undefined && user !== own).map(String));
  }

  /** @param {string} id */
  #present(id) {
    const members = this.#source.knowledge.members.of(id).value;
    if (members) return members.map((member) => member.user.id);
    const messages = this.#source.timelines.get(id)?.messages.value ?? [];
    return messages.slice(-MOST_RECENT).map((message) => message.sender.id);
  }
}
