/** @import { Entry } from "./types.js" */

/** What may wait beyond a gap, as many as a `resume` reaches back. The rest is resumed with the gap. */
const MOST_WAITING = 2_000;

/** The place in one conversation's log: brings entries that repeat and overtake into their order. */
export class Log {
  /** @type {Map<number, Entry>} */
  #waiting = new Map();

  /** @param {string} conversation @param {number} after the last `seq` that is known already */
  constructor(conversation, after) {
    this.conversation = conversation;
    this.cursor = after;
    /** The highest `seq` heard of. */
    this.head = after;
    /** Stops the clock of the present gap. @type {(() => void) | null} */
    this.cancelGap = null;
  }

  get behind() {
    return this.head > this.cursor;
  }

  /** @param {number | undefined} head */
  heardOf(head) {
    if (head !== undefined && head > this.head) this.head = head;
  }

  /** Returns what is next, in order: less than `entries`, or more, or nothing. @param {Entry[]} entries */
  take(entries) {
    for (const entry of entries) this.#keep(entry);
    const run = [];
    for (let next = this.#pop(); next; next = this.#pop()) run.push(next);
    return run;
  }

  /** @param {Entry} entry */
  #keep(entry) {
    this.heardOf(entry.seq);
    const ahead = entry.seq - this.cursor;
    if (ahead > 0 && ahead <= MOST_WAITING) this.#waiting.set(entry.seq, entry);
  }

  #pop() {
    const next = this.#waiting.get(this.cursor + 1);
    if (next) {
      this.cursor += 1;
      this.#waiting.delete(this.cursor);
    }
    return next;
  }
}
