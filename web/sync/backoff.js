/** @import { Clock, Closing } from "./types.js" */

const FIRST_S = 1;
const LONGEST_S = 30;
/** A connection that lived this long was a good one: the next loss starts from the beginning. */
const PROVEN_MS = 3_000;

/**
 * When to try again: a random part of a span that doubles, so that many clients of one failed server come
 * back spread out ("full jitter": https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 */
export class Backoff {
  #clock;
  #attempts = 0;

  /** @param {Clock} clock */
  constructor(clock) {
    this.#clock = clock;
  }

  reset() {
    this.#attempts = 0;
  }

  /**
   * Takes note of a failure and returns the milliseconds to wait.
   * @param {Closing} closing
   * @param {number | null} welcomedAt when the connection proved usable; null if it never did
   */
  next({ goodbye, retryAfter }, welcomedAt = null) {
    if (welcomedAt !== null && this.#clock.now() - welcomedAt >= PROVEN_MS) this.reset();
    const span = this.#span(goodbye?.reconnect_after ?? FIRST_S);
    this.#attempts += 1;
    return Math.round(1000 * Math.max(this.#clock.random() * span, retryAfter ?? 0));
  }

  /** @param {number} first seconds */
  #span(first) {
    if (this.#attempts === 0) return first;
    return Math.min(Math.max(first, FIRST_S) * 2 ** this.#attempts, Math.max(first, LONGEST_S));
  }
}
