/**
 * Entries of the log come one by one; what is shown changes once a frame, whatever has come by then.
 *
 * @import { Entry } from "./types.js"
 */

export class Intake {
  /**
   * @param {(callback: () => void) => void} paint
   *   calls back before the next frame, or soon where nothing is drawn
   * @param {(entries: Map<string, Entry[]>) => void} flush  by conversation, in the order of the log
   */
  constructor(paint, flush) {
    this.#paint = paint;
    this.#flush = flush;
  }

  #paint;
  #flush;
  /** @type {Map<string, Entry[]>} */
  #waiting = new Map();

  /**
   * @param {string} conversation
   * @param {Entry[]} entries
   */
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
