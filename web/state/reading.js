/**
 * Telling the server how far one has read: a moment later, once for many, and only while somebody looks.
 *
 * @import { Clock } from "./types.js"
 */

export const DELAY_MS = 300;

/**
 * @typedef {object} ReadingSource
 * @property {Clock} clock
 * @property {() => boolean} attentive  whether the page is visible and focused
 * @property {(conversation: string, seq: number) => Promise<unknown>} tell
 * @property {(conversation: string, seq: number) => void} mark  at once, without waiting for the answer
 */

export class Reading {
  /** @param {ReadingSource} source */
  constructor(source) {
    this.#source = source;
  }

  #source;
  /** @type {Map<string, number>} */
  #pending = new Map();
  /** @type {(() => void) | null} */
  #cancel = null;

  /**
   * @param {string} conversation
   * @param {number} seq
   */
  read(conversation, seq) {
    this.#pending.set(conversation, Math.max(seq, this.#pending.get(conversation) ?? 0));
    this.#cancel ??= this.#source.clock.after(DELAY_MS, () => this.#due());
  }

  /** Somebody looks again, or the line is back: what waits is said. */
  resume() {
    if (this.#pending.size > 0) this.#due();
  }

  clear() {
    this.#cancel?.();
    this.#cancel = null;
    this.#pending.clear();
  }

  #due() {
    this.#cancel?.();
    this.#cancel = null;
    if (!this.#source.attentive()) return;
    const due = [...this.#pending];
    this.#pending.clear();
    for (const [conversation, seq] of due) this.#say(conversation, seq);
  }

  /**
   * @param {string} conversation
   * @param {number} seq
   */
  #say(conversation, seq) {
    this.#source.mark(conversation, seq);
    this.#source.tell(conversation, seq).catch((error) => {
      if (!error.retryable) return;
      const later = this.#pending.get(conversation) ?? 0;
      this.#pending.set(conversation, Math.max(seq, later));
    });
  }
}
