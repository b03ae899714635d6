/**
 * Keeps what is known for the next start, when things have been quiet for a moment, and before the page goes.
 *
 * @import { Clock, Message } from "./types.js"
 * @import { KeptMessages, Snapshot } from "./storage.js"
 * @import { Timeline } from "./timeline.js"
 */

const QUIET_MS = 2000;
const MOST_MESSAGES = 200;

/**
 * @typedef {object} KeepingSource
 * @property {Clock} clock
 * @property {() => Snapshot | null} snapshot  null when nobody is signed in
 * @property {() => [string, Timeline][]} timelines
 * @property {{keep(snapshot: Snapshot): Promise<void>,
 *   keepMessages(kept: KeptMessages): Promise<void>}} storage
 */

export class Keeping {
  /** @param {KeepingSource} source */
  constructor(source) {
    this.#source = source;
  }

  #source;
  /** @type {(() => void) | null} */
  #cancel = null;
  /** What was kept last of each timeline. @type {WeakMap<Timeline, Message[]>} */
  #kept = new WeakMap();

  soon() {
    this.#cancel?.();
    this.#cancel = this.#source.clock.after(QUIET_MS, () => void this.now());
  }

  async now() {
    this.stop();
    const snapshot = this.#source.snapshot();
    if (!snapshot) return;
    try {
      await Promise.all([this.#source.storage.keep(snapshot), ...this.#messages()]);
    } catch {
      // A full disk or a closed database: the next start loads from the server instead.
    }
  }

  stop() {
    this.#cancel?.();
    this.#cancel = null;
  }

  #messages() {
    const changed = this.#source.timelines().filter(([, timeline]) => this.#isWorthKeeping(timeline));
    return changed.map(([id, timeline], index) => {
      const messages = timeline.messages.peek();
      this.#kept.set(timeline, messages);
      const openedAt = this.#source.clock.now() + index / 100;
      return this.#source.storage.keepMessages({ id, messages: messages.slice(-MOST_MESSAGES), openedAt });
    });
  }

  /** @param {Timeline} timeline */
  #isWorthKeeping(timeline) {
    const newest = timeline.loaded.peek() && timeline.atEnd.peek();
    return newest && this.#kept.get(timeline) !== timeline.messages.peek();
  }
}
