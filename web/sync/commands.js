import { SyncError } from "./errors.js";

/** @import { Clock, Frame } from "./types.js" */

const PATIENCE_MS = 10_000;

/**
 * @typedef {object} Waiting
 * @property {(answer: Frame) => void} resolve
 * @property {(error: SyncError) => void} reject
 * @property {() => void} cancel stops the clock
 */

/** Commands that wait for their answers. */
export class Commands {
  #clock;
  #send;
  #ref = 0;
  /** @type {Map<string, Waiting>} */
  #waiting = new Map();

  /** @param {{clock: Clock, send: (frame: Frame) => void}} surroundings */
  constructor({ clock, send }) {
    this.#clock = clock;
    this.#send = send;
  }

  /**
   * Sends `frame`, and resolves with what answers it.
   * @param {Frame} frame
   * @returns {Promise<Frame>}
   */
  ask(frame) {
    this.#ref += 1;
    const ref = `command-${this.#ref}`;
    return new Promise((resolve, reject) => {
      const cancel = this.#clock.after(PATIENCE_MS, () => this.#settle(ref)?.reject(SyncError.offline()));
      this.#waiting.set(ref, { resolve, reject, cancel });
      this.#send({ ...frame, ref });
    });
  }

  /** @param {Frame} frame */
  answered(frame) {
    const waiting = this.#settle(frame.ref);
    if (frame.type === "error") waiting?.reject(SyncError.from(frame));
    else waiting?.resolve(frame);
  }

  lost() {
    for (const ref of [...this.#waiting.keys()]) this.#settle(ref)?.reject(SyncError.offline());
  }

  /** @param {string} ref */
  #settle(ref) {
    const waiting = this.#waiting.get(ref);
    waiting?.cancel();
    this.#waiting.delete(ref);
    return waiting;
  }
}
