/** @import { Clock, Listener } from "./types.js" */

/** Tells the listener, whose faults are reported but do not stop the machine halfway through a frame. */
export class Announcer {
  #listener;
  #clock;

  /** @param {Listener} listener @param {Clock} clock */
  constructor(listener, clock) {
    this.#listener = listener;
    this.#clock = clock;
  }

  /**
   * @template {keyof Listener} Name
   * @param {Name} name
   * @param {Parameters<NonNullable<Listener[Name]>>} values
   */
  tell(name, ...values) {
    try {
      /** @type {Function | undefined} */ (this.#listener[name])?.apply(this.#listener, values);
    } catch (fault) {
      this.#clock.after(0, () => {
        throw fault;
      });
    }
  }
}
