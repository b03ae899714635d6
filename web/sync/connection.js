/** @import { Channel, Closing, ConnectionEvents, Frame, Parts } from "./types.js" */

const OPENING_MS = 15_000;
/** What a browser reports for a connection that just ended: RFC 6455, section 7.1.5. */
const ABNORMAL = 1006;
const FIRST_INTERVAL_S = 25;
/** The contract allows no longer silence: a little less leaves room for timers that run late. */
const SHARE = 0.8;
const PATIENCE_MS = 10_000;
/** A timer this late means that the page was frozen: what the network had to say was not heard yet either. */
const FROZEN_MS = 5_000;

/** One channel, from its opening to its end: alive or not, and what it says, unpacked. */
export class Connection {
  /** @type {Channel} */
  #channel;
  #clock;
  #heartbeat;
  #events;
  #cancelOpening;
  #over = false;
  #spoke = false;
  opened = false;
  /** When the welcome came; null before. @type {number | null} */
  welcomedAt = null;

  /** @param {Pick<Parts, "wire" | "clock"> & {events: ConnectionEvents}} parts */
  constructor({ wire, clock, events }) {
    this.#clock = clock;
    this.#events = events;
    const dead = () => this.#end({ code: ABNORMAL });
    this.#heartbeat = new Heartbeat({ clock, send: (frame) => this.send(frame), dead });
    this.#cancelOpening = clock.after(OPENING_MS, dead);
    this.#channel = wire.open({
      opened: () => this.#opened(),
      frame: (frame) => this.#frame(frame),
      closed: (closing) => this.#end(closing),
    });
  }

  /** @param {Frame} frame */
  send(frame) {
    if (this.#over || !this.opened) return;
    this.#spoke = true;
    this.#channel.send(frame);
  }

  probe() {
    if (this.opened) this.#heartbeat.probe();
  }

  close() {
    if (this.#over) return;
    this.#over = true;
    this.#cancelOpening();
    this.#heartbeat.stop();
    this.#channel.close();
  }

  #opened() {
    if (this.#over) return;
    this.#cancelOpening();
    this.opened = true;
    this.#events.opened(this);
    // Behind API Gateway the server may not speak first: the welcome is the answer to the first frame.
    if (this.#spoke) this.#heartbeat.expect();
    else this.#heartbeat.probe();
  }

  /** @param {Frame} frame */
  #frame(frame) {
    if (this.#over) return;
    this.#heartbeat.heard(frame);
    if (frame.type === "batch") for (const inner of frame.frames ?? []) this.#frame(inner);
    else if (frame.type === "goodbye") this.#end({ code: frame.code, goodbye: frame });
    else this.#tell(frame);
  }

  /** @param {Frame} frame */
  #tell(frame) {
    if (frame.type === "welcome") {
      this.welcomedAt = this.#clock.now();
      this.#heartbeat.every(frame.heartbeat);
    }
    this.#events.frame(this, frame);
  }

  /** @param {Closing} closing */
  #end(closing) {
    if (this.#over) return;
    this.close();
    this.#events.ended(this, closing);
  }
}

/** Keeps a channel alive, and finds out when it no longer is. */
class Heartbeat {
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

  /** @param {Pick<Parts, "clock" | "send" | "dead">} parts */
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
