import { Backoff } from "./backoff.js";
import { Connection } from "./connection.js";

/** @import { Clock, Closing, Frame, LinkState, Wire } from "./types.js" */

const SIGNED_OUT = 4401;
const BANNED = 4403;
/** Browsers err about the network: one that says it is away is doubted this often. */
const DOUBT_MS = 30_000;
/** How long an old connection may still bring answers after its successor took over. */
const LINGER_MS = 10_000;
const RENEWAL_MARGIN_S = 60;

/**
 * @typedef {object} LinkEvents
 * @property {() => void} opened frames can be sent
 * @property {(frame: Frame) => void} frame
 * @property {() => void} lost
 * @property {(state: LinkState) => void} state
 * @property {(code: number) => void} signedOut
 */

/** Has one connection whenever there can be one: tries again, and replaces it in time. */
export class Link {
  #wire;
  #clock;
  #events;
  #backoff;
  #running = false;
  #networkAway = false;
  /** @type {Connection | null} */
  #connection = null;
  /** Takes over when its welcome comes. @type {Connection | null} */
  #successor = null;
  /** @type {Connection | null} */
  #lingering = null;
  /** @type {Map<string, () => void>} */
  #timers = new Map();

  /** @param {{wire: Wire, clock: Clock, events: LinkEvents}} surroundings */
  constructor({ wire, clock, events }) {
    this.#wire = wire;
    this.#clock = clock;
    this.#events = events;
    this.#backoff = new Backoff(clock);
  }

  get open() {
    return this.#connection?.opened === true;
  }

  start() {
    if (this.#running) return;
    this.#running = true;
    this.#backoff.reset();
    this.#connect();
  }

  stop() {
    if (!this.#running) return;
    this.#running = false;
    this.#drop();
    this.#announce("offline");
  }

  online() {
    this.#networkAway = false;
    this.#backoff.reset();
    this.woke();
  }

  offline() {
    this.#networkAway = true;
    if (!this.#running) return;
    this.#drop();
    this.#wait(DOUBT_MS);
  }

  woke() {
    if (!this.#running) return;
    if (this.#connection) this.#connection.probe();
    else this.#connect();
  }

  /** @param {Frame} frame */
  send(frame) {
    this.#connection?.send(frame);
  }

  #connect() {
    this.#cancel("retry");
    this.#announce("connecting");
    this.#connection = this.#dial();
  }

  #dial() {
    const events = {
      opened: this.#opened.bind(this),
      frame: this.#frame.bind(this),
      ended: this.#ended.bind(this),
    };
    return new Connection({ wire: this.#wire, clock: this.#clock, events });
  }

  /** @param {Connection} connection */
  #opened(connection) {
    if (connection === this.#connection) this.#events.opened();
  }

  /** @param {Connection} connection @param {Frame} frame */
  #frame(connection, frame) {
    if (frame.type === "welcome") this.#welcomed(connection, frame);
    this.#events.frame(frame);
  }

  /** @param {Connection} connection @param {Frame} welcome */
  #welcomed(connection, { max_age: maxAge }) {
    if (connection === this.#successor) this.#switch(connection);
    this.#networkAway = false;
    this.#announce("online");
    if (maxAge) this.#renewAfter(1000 * (maxAge - renewalMargin(maxAge)));
  }

  /**
   * Make before break: what was asked on the old connection may still be answered there.
   * @param {Connection} next
   */
  #switch(next) {
    this.#lingering?.close();
    this.#lingering = this.#connection;
    this.#connection = next;
    this.#successor = null;
    this.#after("linger", LINGER_MS, () => {
      this.#lingering?.close();
      this.#lingering = null;
    });
  }

  /** @param {number} ms */
  #renewAfter(ms) {
    this.#after("renewal", ms, () => {
      this.#successor = this.#dial();
    });
  }

  /** @param {Connection} connection @param {Closing} closing */
  #ended(connection, closing) {
    const code = closing.goodbye?.code ?? closing.code;
    if (connection === this.#lingering) this.#lingering = null;
    else if (code === SIGNED_OUT || code === BANNED) this.#signedOut(code);
    else if (connection === this.#successor) this.#renewalFailed(closing);
    else this.#lost(connection, closing);
  }

  /** @param {number} code */
  #signedOut(code) {
    this.stop();
    this.#events.signedOut(code);
  }

  /** @param {Closing} closing */
  #renewalFailed(closing) {
    this.#successor = null;
    this.#renewAfter(this.#backoff.next(closing));
  }

  /** @param {Connection} connection @param {Closing} closing */
  #lost(connection, closing) {
    const { opened, welcomedAt } = connection;
    this.#connection = null;
    this.#cancel("renewal");
    if (opened) this.#events.lost();
    if (this.#successor) this.#promote(this.#successor);
    else this.#wait(this.#networkAway ? DOUBT_MS : this.#backoff.next(closing, welcomedAt));
  }

  /** The old connection ended before the new one was ready. @param {Connection} successor */
  #promote(successor) {
    this.#connection = successor;
    this.#successor = null;
    this.#announce("connecting");
    if (successor.opened) this.#events.opened();
  }

  /** @param {number} ms */
  #wait(ms) {
    this.#after("retry", ms, () => this.#connect());
    if (this.#networkAway) this.#announce("offline");
    else this.#announce("waiting", this.#clock.now() + ms);
  }

  #drop() {
    const wasOpen = this.open;
    for (const connection of [this.#connection, this.#successor, this.#lingering]) connection?.close();
    this.#connection = this.#successor = this.#lingering = null;
    for (const name of [...this.#timers.keys()]) this.#cancel(name);
    if (wasOpen) this.#events.lost();
  }

  /** @param {LinkState["state"]} state @param {number | null} retryAt */
  #announce(state, retryAt = null) {
    this.#events.state({ state, retryAt });
  }

  /** @param {"retry" | "renewal" | "linger"} name @param {number} ms @param {() => void} callback */
  #after(name, ms, callback) {
    this.#cancel(name);
    this.#timers.set(name, this.#clock.after(ms, callback));
  }

  /** @param {string} name */
  #cancel(name) {
    this.#timers.get(name)?.();
    this.#timers.delete(name);
  }
}

/** How long before its end a connection is replaced. @param {number} maxAge both in seconds */
function renewalMargin(maxAge) {
  return Math.min(maxAge / 2, Math.max(RENEWAL_MARGIN_S, maxAge / 10));
}
