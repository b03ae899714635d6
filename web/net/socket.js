import { ApiError } from "./errors.js";

/** @import { Closing, Frame, Handlers, SocketOptions, SystemClock } from "./types.js" */

const SIGNED_OUT = 4401;
const BANNED = 4403;
const ABNORMAL = 1006;

/** @type {SystemClock} */
export const systemClock = {
  now: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
  // Ids are made from it: unlike Math.random, it does not repeat on another machine.
  random: () => crypto.getRandomValues(new Uint32Array(1))[0] / 2 ** 32,
};

/** The server's WebSocket, as the wire of `sync/`: each channel begins with a ticket of its own. */
export class Socket {
  #rest;
  #WebSocket;

  /** @param {SocketOptions} options */
  constructor({ rest, WebSocket = globalThis.WebSocket }) {
    this.#rest = rest;
    this.#WebSocket = WebSocket;
  }

  /** @param {Handlers} handlers */
  open(handlers) {
    const channel = new Channel(handlers);
    this.#dial(channel);
    return channel;
  }

  /** @param {Channel} channel */
  async #dial(channel) {
    try {
      const { url } = await this.#rest.post("/api/realtime/ticket");
      channel.use(() => new this.#WebSocket(url));
    } catch (error) {
      channel.refused(error);
    }
  }
}

class Channel {
  /** @type {WebSocket | null} */
  #socket = null;
  #handlers;
  #over = false;
  /** @type {Frame | null} */
  #goodbye = null;

  /** @param {Handlers} handlers */
  constructor(handlers) {
    this.#handlers = handlers;
  }

  /** @param {() => WebSocket} dial */
  use(dial) {
    if (this.#over) return;
    const socket = (this.#socket = dial());
    socket.addEventListener("open", () => this.#over || this.#handlers.opened());
    socket.addEventListener("message", ({ data }) => this.#received(data));
    socket.addEventListener("close", ({ code }) => {
      this.#closed({ code, goodbye: this.#goodbye, retryAfter: null });
    });
  }

  /** @param {unknown} error why there is no ticket */
  refused(error) {
    if (!(error instanceof ApiError)) {
      this.#closed({ code: ABNORMAL, goodbye: null, retryAfter: null });
      return;
    }
    const code = error.code === "banned" ? BANNED : error.status === 401 ? SIGNED_OUT : ABNORMAL;
    this.#closed({ code, goodbye: null, retryAfter: error.retryAfter });
  }

  /** @param {object} frame */
  send(frame) {
    // While the socket closes there is nobody to hear it: `closed` follows.
    if (this.#socket?.readyState === 1) this.#socket.send(JSON.stringify(frame));
  }

  close() {
    this.#over = true;
    this.#socket?.close();
  }

  /** @param {unknown} data */
  #received(data) {
    const frame = parsed(data);
    if (this.#over || frame === null) return;
    if (frame.type === "goodbye") this.#goodbye = frame;
    this.#handlers.frame(frame);
  }

  /** @param {Closing} closing */
  #closed(closing) {
    if (this.#over) return;
    this.#over = true;
    this.#handlers.closed(closing);
  }
}

/** What is no frame is nothing that a client must know. @param {unknown} data @returns {Frame | null} */
function parsed(data) {
  try {
    const frame = JSON.parse(String(data));
    return typeof frame?.type === "string" ? frame : null;
  } catch {
    return null;
  }
}
