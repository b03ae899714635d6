/**
 * The conversations one is in, and who else is.
 *
 * @import { Client } from "./client.js"
 * @import { Storage } from "./parts.js"
 * @import { Conversation, Entry, Member, ReadonlySignal, Signal } from "./types.js"
 */
import { batch, computed, signal } from "../vendor/signals-core.js";
import { t } from "../words/index.js";
import { byActivity, mergeConversation } from "./apply.js";
import { ById } from "./by-id.js";

/** Those one is in, and those one merely looks at, such as a room before joining it. */
export class Conversations {
  /** @type {ById<ReadonlySignal<Conversation | undefined>>} */
  #watched = new ById((id) => computed(() => this.joined.value.get(id) ?? this.visited.value.get(id)));

  of = this.#watched.of;

  constructor() {
    /** @type {Signal<ReadonlyMap<string, Conversation>>} */
    this.joined = signal(new Map());
    /** @type {Signal<ReadonlyMap<string, Conversation>>} */
    this.visited = signal(new Map());
    /** Whether the list was answered by the server since the start, or is what was there last time. */
    this.fresh = signal(false);
    this.list = computed(() => [...this.joined.value.values()].sort(byActivity));
  }

  /** @param {string} id */
  get(id) {
    return this.joined.peek().get(id);
  }

  /** @param {string} reference  an id or a slug */
  resolve(reference) {
    const known = this.of(reference).peek();
    if (known) return known;
    const all = [...this.joined.peek().values(), ...this.visited.peek().values()];
    return all.find((conversation) => conversation.slug === reference);
  }

  /** Answers of the server; an older one takes nothing back. @param {Conversation[]} fetched */
  learn(fetched) {
    const joined = new Map(this.joined.peek());
    const visited = new Map(this.visited.peek());
    for (const conversation of fetched) {
      const [into, out] = conversation.role === null ? [visited, joined] : [joined, visited];
      out.delete(conversation.id);
      into.set(conversation.id, mergeConversation(into.get(conversation.id), conversation));
    }
    batch(() => {
      this.joined.value = joined;
      this.visited.value = visited;
    });
  }

  /** @param {Iterable<Conversation>} changed  each in its place */
  put(changed) {
    const joined = new Map(this.joined.peek());
    for (const conversation of changed) joined.set(conversation.id, conversation);
    this.joined.value = joined;
  }

  /** @param {string} id */
  remove(id) {
    const joined = new Map(this.joined.peek());
    if (joined.delete(id)) this.joined.value = joined;
  }

  clear() {
    batch(() => {
      this.joined.value = new Map();
      this.visited.value = new Map();
      this.fresh.value = false;
    });
  }
}

/** Coming into conversations and out of them, whether a list, an announcement, an answer or the log tells. */
export class Belonging {
  #client;
  #storage;

  /** @param {Client} client @param {Storage} storage */
  constructor(client, storage) {
    this.#client = client;
    this.#storage = storage;
  }

  /** Takes in a conversation that the server answered or announced. @param {Conversation} conversation */
  adopt(conversation) {
    this.#client.knowledge.learn([conversation]);
    this.#client.live.follow(conversation);
    if (this.#client.opening.current.peek() === conversation.id) this.#client.opening.connected();
    return conversation;
  }

  /** @param {string} id  of a conversation one is not in any more */
  drop(id) {
    this.#client.live.sync?.unfollow(id);
    this.#client.knowledge.conversations.remove(id);
    this.#client.timelines.drop(id);
    void this.#storage.forgetMessages(id);
  }

  /**
   * @param {Conversation[]} list @param {boolean} whole
   * @param {string[]} before what was known when it was asked for
   */
  listed(list, whole, before) {
    const ids = new Set(list.map((conversation) => conversation.id));
    const { fresh, joined } = this.#client.knowledge.conversations;
    const known = fresh.peek() ? joined.peek() : null;
    batch(() => {
      this.#client.knowledge.learn(list);
      // What a list tells sooner than the log is news too; the first list tells what was there before.
      if (known) for (const { id } of list) this.#report(known.get(id), id);
      for (const conversation of list) this.#client.live.follow(conversation);
      if (!whole) return;
      for (const id of before) if (!ids.has(id)) this.drop(id);
      this.#client.knowledge.conversations.fresh.value = true;
    });
  }

  /** @param {Conversation} conversation */
  added(conversation) {
    const before = this.#client.knowledge.conversations.get(conversation.id);
    this.adopt(conversation);
    this.#report(before, conversation.id);
  }

  /** @param {Conversation | undefined} before @param {string} id */
  #report(before, id) {
    const after = this.#client.knowledge.conversations.get(id);
    if (after) this.#client.knowledge.report(before, after);
  }

  /** @param {string} id */
  removed(id) {
    const conversation = this.#client.knowledge.conversations.get(id);
    if (!conversation) return;
    const open = this.#client.opening.current.peek() === id;
    if (open) this.#client.toasts.notify(t("notice.removed", { title: conversation.title }), "info");
    this.drop(id);
  }

  /** @param {string} reference */
  async look(reference) {
    try {
      this.adopt(await this.#client.api.conversation(reference));
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : "unknown";
      this.#client.toasts.notify(t(`error.${code}`), "error");
    }
  }
}

/** The members of the conversations where they were asked for. */
export class Members {
  /** Null until they were loaded. @type {ById<Signal<Member[] | null>>} */
  #lists = new ById(() => signal(null));
  /** How often the log told of a change. @type {Map<string, number>} */
  #told = new Map();

  of = this.#lists.of;

  /** @param {string} conversation */
  told(conversation) {
    return this.#told.get(conversation) ?? 0;
  }

  /** @param {string} conversation @param {(members: Member[]) => Member[]} change */
  change(conversation, change) {
    const list = this.of(conversation);
    if (list.peek()) list.value = change(list.peek() ?? []);
  }

  /** @param {Entry} entry */
  apply(entry) {
    if (!entry.type.startsWith("member_")) return;
    this.#told.set(entry.conversation, this.told(entry.conversation) + 1);
    this.change(entry.conversation, (members) => applyToMembers(members, entry));
  }

  clear() {
    for (const list of this.#lists.all()) list.value = null;
  }
}

/** @param {Member[]} members @param {Entry} entry */
function applyToMembers(members, entry) {
  switch (entry.type) {
    case "member_joined": {
      const { user, role } = entry;
      return putMember(members, { user, role, read_seq: entry.seq - 1, joined_at: entry.at });
    }
    case "member_left":
      return members.filter((member) => member.user.id !== entry.user);
    case "member_role":
      return members.map((member) =>
        member.user.id === entry.user ? { ...member, role: entry.role } : member,
      );
    default:
      return members;
  }
}

/** Once, wherever they were. @param {Member[]} members @param {Member} member */
export function putMember(members, member) {
  if (!members.some((other) => other.user.id === member.user.id)) return [...members, member];
  return members.map((other) => (other.user.id === member.user.id ? member : other));
}

/** How far everybody has read. */
export class Receipts {
  /** By user. @type {ById<Signal<ReadonlyMap<string, number>>>} */
  #positions = new ById(() => signal(new Map()));

  of = this.#positions.of;

  /** @param {string} conversation @param {Iterable<[user: string, seq: number]>} positions never backwards */
  learn(conversation, positions) {
    const place = this.of(conversation);
    const known = place.peek();
    const later = [...positions].filter(([user, seq]) => seq > (known.get(user) ?? 0));
    if (later.length > 0) place.value = new Map([...known, ...later.sort((one, other) => one[1] - other[1])]);
  }

  /** @param {string} conversation @param {string} user */
  remove(conversation, user) {
    const place = this.of(conversation);
    const left = new Map(place.peek());
    if (left.delete(user)) place.value = left;
  }

  clear() {
    for (const place of this.#positions.all()) place.value = new Map();
  }
}
