/**
 * What a conversation view shows: a window of the messages that one can move, and what is on its way.
 *
 * @import { KeptMessages, Span, TimelineSource } from "./parts.js"
 * @import { Entry, Message, Signal } from "./types.js"
 */
import { batch, computed, signal } from "../vendor/signals-core.js";
import { MessageWindow } from "./window.js";

const PAGE = 50;
const MOST_OPEN = 10;

export class Timeline {
  #source;
  /** Counts what replaced the whole window: a page asked for before it is of no use after it. */
  #generation = 0;
  #loads = 0;
  /** @type {Entry[]} */
  #missed = [];

  /** @param {TimelineSource} source */
  constructor(source) {
    this.#source = source;
    this.window = new MessageWindow(source.me);
    /** @type {Signal<Message[]>} */
    this.messages = signal([]);
    this.atStart = signal(false);
    this.atEnd = signal(false);
    /** @type {Signal<"older" | "newer" | null>} */
    this.loading = signal(null);
    /** @type {Signal<number | null>} */
    this.firstUnread = signal(null);
    /** Whether the server has answered; until then it is what was kept from last time, if anything. */
    this.loaded = signal(false);
    /** Why the last load failed: an error with a `code`. @type {Signal<any>} */
    this.failure = signal(null);
    this.outgoing = computed(() => this.#waiting());
    /** Whether what is shown may be void, and the log is not handed on until that is known. */
    this.doubted = false;
  }

  /** Shows what was kept from last time, until the server answers. @param {KeptMessages | undefined} kept */
  recall(kept) {
    if (this.loaded.peek() || !kept?.messages.length) return;
    this.window.replace(kept.messages, { atStart: kept.atStart === true, atEnd: true });
    this.publish();
  }

  /** Whether it ends where the conversation does, as far as the server has answered. */
  isNewest() {
    return this.loaded.peek() && this.atEnd.peek();
  }

  /** @param {string} id */
  find(id) {
    return this.window.find(id);
  }

  /** */
  async loadOlder() {
    const first = this.window.first;
    if (!this.loaded.peek()) return this.open();
    if (this.atStart.peek() || this.loading.peek() || !first) return;
    await this.#load("older", { before: first.seq, limit: PAGE }, (page) => {
      this.window.prepend(page, page.length < PAGE);
    });
  }

  /** */
  async loadNewer() {
    const last = this.window.last;
    if (!this.loaded.peek()) return this.open();
    if (this.atEnd.peek() || this.loading.peek()) return;
    await this.#load("newer", { after: last?.seq ?? 0, limit: PAGE }, (page) => {
      this.window.append(page, page.length < PAGE);
    });
  }

  /**
   * Half a page before and half a page after `seq`; nothing moves where it is loaded already.
   * @param {number} seq
   */
  async loadAround(seq) {
    const { first, last } = this.window;
    if (this.loaded.peek() && first && last && first.seq <= seq && seq <= last.seq) return;
    this.#generation += 1;
    await this.#load("older", { around: seq, limit: PAGE }, (page) => {
      const newer = page.filter((message) => message.seq > seq).length;
      const atStart = page.length - newer < PAGE / 2;
      this.window.replace(page, { atStart, atEnd: newer < PAGE / 2 });
    });
  }

  /** */
  async toEnd() {
    if (this.loaded.peek() && this.atEnd.peek()) return;
    this.#generation += 1;
    await this.#load("newer", { limit: PAGE }, (page) => {
      this.window.replace(page, { atStart: page.length < PAGE, atEnd: true });
    });
  }

  /** The first load; a failed one is repeated by whoever looks again. */
  async open() {
    if (this.loaded.peek() || this.loading.peek() || this.doubted) return;
    await this.toEnd();
  }

  /** What is shown may be void: nothing is built upon it until it was loaded anew. */
  doubt() {
    this.doubted = true;
    this.#generation += 1;
    this.loading.value = null;
    this.loaded.value = false;
  }

  /** The same place, anew. */
  async reload() {
    this.doubted = false;
    const middle = this.window.messages[this.window.messages.length >> 1];
    const atEnd = this.window.atEnd || !middle;
    await (atEnd ? this.toEnd() : this.loadAround(middle.seq));
  }

  /** @param {Entry[]} entries the next ones of the log */
  apply(entries) {
    if (this.#loads > 0) this.#missed.push(...entries);
    // What was kept from last time may lack what lies between: the page that is on its way will tell.
    if (!this.loaded.peek()) return false;
    return entries.map((entry) => this.window.apply(entry)).includes(true);
  }

  /** @param {Message} message  as the server answered it */
  refresh(message) {
    if (this.window.refresh(message)) this.publish();
  }

  /** Copying the references of 20,000 messages takes some microseconds; once a frame, that is nothing. */
  publish() {
    batch(() => {
      this.messages.value = this.window.messages.slice();
      this.atStart.value = this.window.atStart;
      this.atEnd.value = this.window.atEnd;
    });
  }

  /** @param {"older" | "newer"} direction @param {Span} span @param {(ascending: Message[]) => void} place */
  async #load(direction, span, place) {
    const generation = this.#generation;
    this.loading.value = direction;
    this.#loads += 1;
    try {
      const { results, head } = await this.#source.fetch(span);
      if (generation !== this.#generation) return;
      this.#source.learn(results);
      place(results.reverse());
      for (const entry of this.#missed) if (entry.seq > head) this.window.apply(entry);
      this.#settle();
    } catch (error) {
      if (generation === this.#generation) this.failure.value = error;
      throw error;
    } finally {
      this.#loads -= 1;
      if (this.#loads === 0) this.#missed = [];
      if (generation === this.#generation) this.loading.value = null;
    }
  }

  #settle() {
    batch(() => {
      this.loaded.value = true;
      this.failure.value = null;
      this.publish();
    });
  }

  /** What is on its way and not yet among the messages. */
  #waiting() {
    const said = this.messages.value;
    const newest = said[said.length - 1]?.seq ?? 0;
    const end = this.atEnd.value;
    return this.#source.outgoing.value.filter(
      (item) => item.state !== "sent" || (end && (item.seq ?? 0) > newest),
    );
  }
}

/** Of the conversations opened lately; those opened longest ago are let go. */
export class Timelines {
  #source;
  /** In the order of their last use. @type {Map<string, Timeline>} */
  #open = new Map();

  /** @param {(conversation: string) => TimelineSource} source */
  constructor(source) {
    this.#source = source;
  }

  /** @param {string} conversation */
  of(conversation) {
    const timeline = this.#open.get(conversation) ?? new Timeline(this.#source(conversation));
    this.#open.delete(conversation);
    this.#open.set(conversation, timeline);
    if (this.#open.size > MOST_OPEN) {
      const [oldest] = this.#open.keys();
      this.#open.delete(/** @type {string} */ (oldest));
    }
    return timeline;
  }

  /** @param {string} conversation */
  get(conversation) {
    return this.#open.get(conversation);
  }

  /** @param {string} conversation */
  drop(conversation) {
    this.#open.delete(conversation);
  }

  all() {
    return [...this.#open];
  }

  clear() {
    this.#open.clear();
  }
}
