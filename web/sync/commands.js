/** @import { Frame, Parts } from "./types.js" */

const PATIENCE_MS = 10_000;
/** The contract's. */
const WATCHED_USERS = 200;
const WATCH_AGAIN_S = 5;

/**
 * Why a command failed. `code` is one of the contract's section 5, or `offline`: no answer came, the outcome
 * is open.
 */
export class SyncError extends Error {
  name = "SyncError";
  /** The same shape as the errors of REST; the realtime ones name no field. @type {string | null} */
  attr = null;

  /**
   * @param {string} code
   * @param {string} detail
   * @param {{retryable?: boolean, retryAfter?: number | null}} [again] `retryAfter` in seconds
   */
  constructor(code, detail, { retryable = false, retryAfter = null } = {}) {
    super(detail || code);
    this.code = code;
    this.detail = detail;
    this.retryable = retryable;
    this.retryAfter = retryAfter;
  }

  static offline() {
    return new SyncError("offline", "There is no connection.", { retryable: true });
  }

  /** @param {Frame} frame an `error` frame */
  static from({ code, detail, retryable, retry_after: retryAfter }) {
    return new SyncError(String(code), String(detail ?? ""), { retryable: retryable === true, retryAfter });
  }
}

/** @typedef {{resolve(answer: Frame): void, reject(error: SyncError): void, cancel(): void}} Waiting */

/** Commands that wait for their answers. */
export class Commands {
  #clock;
  #send;
  #ref = 0;
  /** @type {Map<string, Waiting>} */
  #waiting = new Map();

  /** @param {Pick<Parts, "clock" | "send">} parts */
  constructor({ clock, send }) {
    this.#clock = clock;
    this.#send = send;
  }

  /** Sends `frame`, and resolves with what answers it. @param {Frame} frame @returns {Promise<Frame>} */
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

/** Whose presence is asked for: on this connection, and again on those after. */
export class Watching {
  #clock;
  #commands;
  /** @type {string[]} */
  #users = [];
  /** Stops what waits after a refusal. */
  #cancel = () => {};

  /** @param {Pick<Parts, "clock" | "commands">} parts */
  constructor({ clock, commands }) {
    this.#clock = clock;
    this.#commands = commands;
  }

  /** @param {string[]} users */
  set(users) {
    this.#users = users.slice(0, WATCHED_USERS);
  }

  ask() {
    this.#cancel();
    this.#commands.ask({ type: "watch", users: this.#users }).catch((/** @type {SyncError} */ error) => {
      // Lost with its connection, it is asked again on the next.
      if (!error.retryable || error.code === "offline") return;
      this.#cancel = this.#clock.after(1000 * (error.retryAfter ?? WATCH_AGAIN_S), () => this.ask());
    });
  }

  /** A new connection knows nobody yet. */
  askAgain() {
    if (this.#users.length > 0) this.ask();
  }

  lost() {
    this.#cancel();
  }
}
