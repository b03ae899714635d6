/**
 * Who is writing: others as long as they say so, and oneself told to others every few seconds.
 *
 * @import { Clock, UserBrief } from "./types.js"
 * @import { ReadonlySignal, Signal } from "../vendor/signals-core.js"
 */
import { computed, signal } from "../vendor/signals-core.js";

export const SHOWN_MS = 6000;
export const REPEATED_MS = 3000;

export class Typists {
  /**
   * @param {Clock} clock
   * @param {(user: string) => UserBrief | undefined} person  read within a computed signal
   */
  constructor(clock, person) {
    this.#clock = clock;
    this.#person = person;
  }

  #clock;
  #person;
  /** @type {Map<string, Signal<string[]>>} */
  #writing = new Map();
  /** @type {Map<string, ReadonlySignal<UserBrief[]>>} */
  #shown = new Map();
  /** @type {Map<string, () => void>} */
  #expiries = new Map();

  /**
   * @param {string} conversation
   * @returns {ReadonlySignal<UserBrief[]>}
   */
  of(conversation) {
    const known = this.#shown.get(conversation);
    if (known) return known;
    const place = this.#place(conversation);
    const made = computed(() => place.value.map(this.#person).filter((user) => user !== undefined));
    this.#shown.set(conversation, made);
    return made;
  }

  /**
   * @param {string} conversation
   * @param {string} user
   * @param {boolean} typing
   */
  set(conversation, user, typing) {
    const place = this.#place(conversation);
    const key = `${conversation} ${user}`;
    this.#expiries.get(key)?.();
    this.#expiries.delete(key);
    const without = place.peek().filter((other) => other !== user);
    if (!typing) {
      if (without.length < place.peek().length) place.value = without;
      return;
    }
    this.#expiries.set(
      key,
      this.#clock.after(SHOWN_MS, () => this.set(conversation, user, false)),
    );
    if (without.length === place.peek().length) place.value = [...without, user];
  }

  clear() {
    for (const cancel of this.#expiries.values()) cancel();
    this.#expiries.clear();
    for (const place of this.#writing.values()) place.value = [];
  }

  /** @param {string} conversation */
  #place(conversation) {
    const known = this.#writing.get(conversation);
    if (known) return known;
    /** @type {Signal<string[]>} */
    const made = signal([]);
    this.#writing.set(conversation, made);
    return made;
  }
}

/** One's own writing: said at once, repeated while it goes on, taken back when it stops. */
export class OwnTyping {
  /**
   * @param {Clock} clock
   * @param {(conversation: string, typing: boolean) => void} tell
   */
  constructor(clock, tell) {
    this.#clock = clock;
    this.#tell = tell;
  }

  #clock;
  #tell;
  /** @type {{conversation: string, went: boolean, cancel: () => void} | null} */
  #current = null;

  /**
   * @param {string} conversation
   * @param {boolean} on  true with every key, false when the text was sent or emptied
   */
  set(conversation, on) {
    const current = this.#current;
    if (!on) return this.#stop(conversation);
    if (current?.conversation === conversation) {
      current.went = true;
      return;
    }
    if (current) this.#stop(current.conversation);
    this.#say(conversation);
  }

  /** Without a word: the line is gone anyway. */
  forget() {
    this.#current?.cancel();
    this.#current = null;
  }

  /** @param {string} conversation */
  #say(conversation) {
    this.#tell(conversation, true);
    const cancel = this.#clock.after(REPEATED_MS, () => this.#repeat(conversation));
    this.#current = { conversation, went: false, cancel };
  }

  /** @param {string} conversation */
  #repeat(conversation) {
    const went = this.#current?.went;
    this.#current = null;
    // Nobody who paused is writing; what was said last is shown for some seconds more.
    if (went) this.#say(conversation);
  }

  /** @param {string} conversation */
  #stop(conversation) {
    if (this.#current?.conversation !== conversation) return;
    this.forget();
    this.#tell(conversation, false);
  }
}
