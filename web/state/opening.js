/**
 * What follows from a conversation being open: its messages are loaded, its people known and watched.
 *
 * @import { Client } from "./client.js"
 * @import { Place, Surroundings } from "./parts.js"
 * @import { Signal } from "./types.js"
 */
import { computed, effect, signal, untracked } from "../vendor/signals-core.js";

/** Up to this many members the server tells who has read how far: the people are loaded to show it. */
const MOST_WITH_RECEIPTS = 50;
/** Of larger conversations those are watched who can be seen, and they come from the messages. */
const MOST_RECENT = 100;

export class Opening {
  #client;
  #page;
  #storage;
  // One's own name may change without anything having to be opened anew.
  #me = computed(() => this.#client.session.me.value?.id);
  /** Asked for already; a second time would not find more. @type {Set<string>} */
  #looked = new Set();

  /** @param {Client} client @param {Surroundings} surroundings */
  constructor(client, { page, storage }) {
    this.#client = client;
    this.#page = page;
    this.#storage = storage;
    /** @type {Signal<string | null>} */
    this.current = signal(null);
    effect(() => this.#resolve());
    effect(() => this.#open(this.current.value));
    effect(() => this.#watch());
    effect(() => this.#recall());
  }

  /** What failed to load for want of a connection, or was kept from last time, is loaded now. */
  connected() {
    const id = this.current.peek();
    if (id !== null) this.#load(id);
  }

  /** Whoever looked elsewhere finds the line of what is unread where they stopped. */
  arrived() {
    const id = this.current.peek();
    const { knowledge, timelines } = this.#client;
    const conversation = id === null ? undefined : knowledge.conversations.get(id);
    if (!conversation || conversation.unread === 0 || this.#page.attentive()) return;
    const line = timelines.of(conversation.id).firstUnread;
    if ((line.peek() ?? 0) <= conversation.read_seq) line.value = conversation.read_seq + 1;
  }

  clear() {
    this.#looked.clear();
    this.current.value = null;
  }

  #resolve() {
    const { knowledge, place } = this.#client;
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
    untracked(() => void this.#client.belonging.look(reference));
  }

  /** @param {string | null} id */
  #open(id) {
    if (id === null || this.#me.value === undefined) return;
    untracked(() => {
      const { knowledge, timelines } = this.#client;
      const conversation = knowledge.conversations.get(id);
      const timeline = timelines.of(id);
      timeline.firstUnread.value = conversation?.unread ? conversation.read_seq + 1 : null;
      if (!timeline.loaded.peek()) {
        const recalled = this.#storage.messages(id).then((kept) => timeline.recall(kept));
        recalled.catch(() => undefined);
      }
      this.#load(id);
    });
  }

  /** @param {string} id */
  #load(id) {
    const { calls, knowledge, timelines, loadMembers } = this.#client;
    const conversation = knowledge.conversations.get(id);
    if (!conversation) return;
    // What fails stays in the timeline as its `failure`, and is tried again when the line is back.
    const opened = timelines.of(id).open();
    opened.catch(() => undefined);
    calls.load(id).catch(() => undefined);
    if (conversation.members_count > MOST_WITH_RECEIPTS) return;
    if (knowledge.members.of(id).peek() === null) loadMembers(id).catch(() => undefined);
  }

  /** As far back as messages are loaded, calls are too. */
  #recall() {
    const { calls, timelines } = this.#client;
    const id = this.current.value;
    const [first] = id === null ? [] : timelines.of(id).messages.value;
    if (id !== null && first) calls.reach(id, first.created_at);
  }

  #watch() {
    const { knowledge, presence } = this.#client;
    const id = this.current.value;
    const shown = id === null ? [] : this.#present(id);
    const peers = knowledge.conversations.list.value.map((conversation) => conversation.peer?.id);
    const own = this.#me.value;
    if (own === undefined) return;
    presence.watch([...shown, ...peers].filter((user) => user !== undefined && user !== own).map(String));
  }

  /** @param {string} id */
  #present(id) {
    const members = this.#client.knowledge.members.of(id).value;
    if (members) return members.map((member) => member.user.id);
    const messages = this.#client.timelines.get(id)?.messages.value ?? [];
    return messages.slice(-MOST_RECENT).map((message) => message.sender.id);
  }
}

/** @param {string} hash such as `#/c/general/12`, `#/settings`, or nothing @returns {Place} */
export function parsePlace(hash) {
  const [view = "", reference = "", seq = ""] = hash.replace(/^#\/?/, "").split("/").map(decoded);
  if (view !== "c") return { view: view || "home", reference: null, seq: null };
  if (!reference) return { view: "home", reference: null, seq: null };
  return { view: "conversation", reference, seq: /^[1-9]\d{0,15}$/.test(seq) ? Number(seq) : null };
}

/** @param {string} reference @param {number | null} [seq] */
export function conversationAddress(reference, seq = null) {
  return `#/c/${encodeURIComponent(reference)}${seq === null ? "" : `/${seq}`}`;
}

/** @param {string} part */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    // A lone percent sign is no reason to fail: no conversation is called that.
    return part;
  }
}
