import { Connection } from "./connection.js";

/** @import { Clock, Closing, ConnectionEvents, Frame, LinkEvents, LinkState, Parts } from "./types.js" */

const SIGNED_OUT = 4401;
const BANNED = 4403;
/** Browsers err about the network: one that says it is away is doubted this often. */
const DOUBT_MS = 30_000;
/** How long an old connection may still bring answers after its successor took over. */
const LINGER_MS = 10_000;
const RENEWAL_MARGIN_S = 60;
const FIRST_WAIT_S = 1;
const LONGEST_WAIT_S = 30;
/** A connection that lived this long was a good one: the next loss starts from the beginning. */
const PROVEN_MS = 3_000;

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

  /** @param {Pick<Parts, "wire" | "clock"> & {events: LinkEvents}} parts */
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
    return new Connection({ wire: this.#wire, clock: this.#clock, events: this.#connectionEvents });
  }

  /** @type {ConnectionEvents} */
  #connectionEvents = {
    opened: (connection) => {
      if (connection === this.#connection) this.#events.opened();
    },
    frame: (connection, frame) => {
      if (frame.type === "welcome") this.#welcomed(connection, frame);
      this.#events.frame(frame);
    },
    ended: (connection, closing) => {
      const code = closing.goodbye?.code ?? closing.code;
      if (connection === this.#lingering) this.#lingering = null;
      else if (code === SIGNED_OUT || code === BANNED) this.#signedOut(code);
      else if (connection === this.#successor) this.#renewalFailed(closing);
      else this.#lost(connection, closing);
    },
  };

  /** @param {Connection} connection @param {Frame} welcome */
  #welcomed(connection, { max_age: maxAge }) {
    if (connection === this.#successor) this.#switch(connection);
    this.#networkAway = false;
    this.#announce("online");
    if (maxAge) this.#renewAfter(1000 * (maxAge - renewalMargin(maxAge)));
  }

  /** What was asked on the old connection may still be answered there. @param {Connection} next */
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

/**
 * When to try again: a random part of a span that doubles, so that many clients of one failed server come
 * back spread out ("full jitter": https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 */
export class Backoff {
  #clock;
  #attempts = 0;

  /** @param {Clock} clock */
  constructor(clock) {
    this.#clock = clock;
  }

  reset() {
    this.#attempts = 0;
  }

  /**
   * Takes note of a failure and returns the milliseconds to wait.
   * @param {Closing} closing @param {number | null} welcomedAt when the connection proved usable, if it did
   */
  next({ goodbye, retryAfter }, welcomedAt = null) {
    if (welcomedAt !== null && this.#clock.now() - welcomedAt >= PROVEN_MS) this.reset();
    const span = this.#span(goodbye?.reconnect_after ?? FIRST_WAIT_S);
    this.#attempts += 1;
    return Math.round(1000 * Math.max(this.#clock.random() * span, retryAfter ?? 0));
  }

  /** @param {number} first seconds */
  #span(first) {
    if (this.#attempts === 0) return first;
    return Math.min(Math.max(first, FIRST_WAIT_S) * 2 ** this.#attempts, Math.max(first, LONGEST_WAIT_S));
  }
}
