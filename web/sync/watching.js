/** @import { Commands } from "./commands.js" */
/** @import { SyncError } from "./errors.js" */
/** @import { Clock } from "./types.js" */

/** The contract's. */
const WATCHED_USERS = 200;
const AGAIN_S = 5;

/** Whose presence is asked for: on this connection, and again on those after. */
export class Watching {
  #clock;
  #commands;
  /** @type {string[]} */
  #users = [];
  /** Stops what waits after a refusal. @type {() => void} */
  #cancel = () => undefined;

  /** @param {{clock: Clock, commands: Commands}} surroundings */
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
      this.#cancel = this.#clock.after(1000 * (error.retryAfter ?? AGAIN_S), () => this.ask());
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
