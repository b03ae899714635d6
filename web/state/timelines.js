/**
 * The timelines of the conversations opened lately; those opened longest ago are let go.
 *
 * @import { TimelineSource } from "./timeline.js"
 */
import { Timeline } from "./timeline.js";

const MOST_OPEN = 10;

export class Timelines {
  /** @param {(conversation: string) => TimelineSource} source */
  constructor(source) {
    this.#source = source;
  }

  #source;
  /** In the order of their last use. @type {Map<string, Timeline>} */
  #open = new Map();

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
