/** @import { Clock, Frame } from "./types.js" */

const FIRST_INTERVAL_S = 25;
/**
 * The contract's interval is the longest silence allowed: a little less leaves room for timers that run late.
 */
const SHARE = 0.8;
const PATIENCE_MS = 10_000;
/**
 * A timer this late means that the page was frozen: what the network had to say then was not heard yet
 * either.
 */
const FROZEN_MS = 5_000;

/** Keeps a channel alive, and finds out when it no longer is. */
export class Heartbeat {
  #clock;
  #send;
  #dead;
  #interval = FIRST_INTERVAL_S * SHARE * 1000;
  /** @type {string | undefined} */
  #cursor;
  /** @type {(() => void) | null} */
  #cancelBeat = null;
  /** @type {(() => void) | null} */
  #cancelDeadline = null;

  /** @param {{clock: Clock, send: (frame: Frame) => void, dead: () => void}} surroundings */
  constructor({ clock, send, dead }) {
    this.#clock = clock;
    this.#send = send;
    this.#dead = dead;
  }

  /** @param {number} seconds what the welcome says */
  every(seconds) {
    if (seconds > 0) this.#interval = seconds * SHARE * 1000;
    this.#beatLater();
  }

  /** Asks for a sign of life, and for what moved. */
  probe() {
    this.#send(this.#cursor === undefined ? { type: "ping" } : { type: "ping", cursor: this.#cursor });
    this.expect();
    this.#beatLater();
  }

  /** Something was said that is owed an answer. */
  expect() {
    if (this.#cancelDeadline) return;
    const due = this.#clock.now() + PATIENCE_MS;
    this.#cancelDeadline = this.#clock.after(PATIENCE_MS, () => {
      this.#cancelDeadline = null;
      if (this.#clock.now() - due > FROZEN_MS) this.probe();
      else this.#dead();
    });
  }

  /** Any frame is a sign of life. @param {Frame} frame */
  heard(frame) {
    this.#cancelDeadline?.();
    this.#cancelDeadline = null;
    if (frame.type === "pong") this.#cursor = frame.cursor;
  }

  stop() {
    this.#cancelBeat?.();
    this.#cancelDeadline?.();
    this.#cancelBeat = this.#cancelDeadline = null;
  }

  #beatLater() {
    this.#cancelBeat?.();
    this.#cancelBeat = this.#clock.after(this.#interval, () => this.probe());
  }
}
