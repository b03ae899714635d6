import { Heartbeat } from "./heartbeat.js";

/** @import { Channel, Clock, Closing, Frame, Wire } from "./types.js" */

const OPENING_MS = 15_000;
/** What a browser reports for a connection that just ended: RFC 6455, section 7.1.5. */
const ABNORMAL = 1006;

/**
 * @typedef {object} ConnectionEvents
 * @property {(connection: Connection) => void} opened
 * @property {(connection: Connection, frame: Frame) => void} frame
 * @property {(connection: Connection, closing: Closing) => void} ended not after `close`
 */

/** One channel, from its opening to its end: alive or not, and what it says, unpacked. */
export class Connection {
  /** @type {Channel} */
  #channel;
  #heartbeat;
  #events;
  #cancelOpening;
  #over = false;
  #spoke = false;
  opened = false;
  /** When the welcome came; null before. @type {number | null} */
  welcomedAt = null;
  #clock;

  /** @param {{wire: Wire, clock: Clock, events: ConnectionEvents}} surroundings */
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
