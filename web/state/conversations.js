/**
 * The conversations one is in, and those one merely looks at, such as a room before joining it.
 *
 * @import { Conversation } from "./types.js"
 * @import { ReadonlySignal, Signal } from "../vendor/signals-core.js"
 */
import { batch, computed, signal } from "../vendor/signals-core.js";
import { byActivity, mergeConversation } from "./merge.js";

export class Conversations {
  constructor() {
    /** @type {Signal<ReadonlyMap<string, Conversation>>} */
    this.joined = signal(new Map());
    /** @type {Signal<ReadonlyMap<string, Conversation>>} */
    this.visited = signal(new Map());
    /** Whether the list was answered by the server since the start, or is what was there last time. */
    this.fresh = signal(false);
    this.list = computed(() => [...this.joined.value.values()].sort(byActivity));
    /** @type {Map<string, ReadonlySignal<Conversation | undefined>>} */
    this.#watched = new Map();
  }

  #watched;

  /** @param {string} id */
  get(id) {
    return this.joined.peek().get(id);
  }

  /**
   * @param {string} id
   * @returns {ReadonlySignal<Conversation | undefined>}
   */
  of(id) {
    const known = this.#watched.get(id);
    if (known) return known;
    const made = computed(() => this.joined.value.get(id) ?? this.visited.value.get(id));
    this.#watched.set(id, made);
    return made;
  }

  /** @param {string} reference  an id or a slug */
  resolve(reference) {
    const known = this.of(reference).peek();
    if (known) return known;
    const all = [...this.joined.peek().values(), ...this.visited.peek().values()];
    return all.find((conversation) => conversation.slug === reference);
  }

  /**
   * Answers of the server; an older one takes nothing back.
   *
   * @param {Conversation[]} fetched
   */
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
