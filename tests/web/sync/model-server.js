/** @import { Channel, Clock, Entry, Frame, WireHandlers } from "../../../web/sync/index.js" */

/**
 * What may befall a frame: how often it is lost, repeated, or late.
 * @typedef {{lost: number, repeated: number, lateMs: number}} Weather
 */

/** @type {Weather} */
export const CALM = { lost: 0, repeated: 0, lateMs: 0 };
export const ME = "me";
const PAGE = 4;
const REACH = 30;

/** The server's side of the contract, in as few lines as tell the truth, and the network before it. */
export class ModelServer {
  /** @type {Map<string, Entry[]>} */
  logs = new Map();
  /** @type {Map<string, Entry>} */
  #byClientId = new Map();
  /** @type {Set<Line>} */
  lines = new Set();
  /** All that ever arrived. @type {Frame[]} */
  received = [];
  epoch = "epoch-1";
  reachable = true;
  weather = CALM;
  /** @type {number | null} */
  maxAge = null;
  heartbeat = 25;
  /** Answers the next `chat` frames with errors. @type {Frame[]} */
  refusals = [];

  /** @param {Clock} clock */
  constructor(clock) {
    this.clock = clock;
  }

  /** @param {WireHandlers} handlers @returns {Channel} */
  open = (handlers) => {
    const line = new Line(this, handlers);
    this.clock.after(5, () => (this.reachable ? line.connect() : line.break(1006)));
    return line;
  };

  /** @param {string} conversation */
  log(conversation) {
    const log = this.logs.get(conversation) ?? [];
    this.logs.set(conversation, log);
    return log;
  }

  /** @param {string} conversation @param {Partial<Frame>} [fields] */
  append(conversation, fields = {}) {
    const log = this.log(conversation);
    const seq = log.length + 1;
    const message = { type: "message", id: `${conversation}-${seq}`, sender: { id: "them" } };
    const entry = { ...message, conversation, seq, ...fields };
    log.push(entry);
    for (const line of this.lines) line.say(entry);
    return entry;
  }

  /** @param {string} conversation @param {number} count */
  appendSilently(conversation, count) {
    const lines = this.lines;
    this.lines = new Set();
    for (let left = count; left > 0; left -= 1) this.append(conversation);
    this.lines = lines;
  }

  /** @param {number} [code] @param {Frame | null} [goodbye] */
  cut(code = 1006, goodbye = null) {
    for (const line of [...this.lines]) line.break(code, goodbye);
  }

  /** The database comes back from a backup: the last entries never happened. @param {number} entriesLost */
  restore(entriesLost) {
    this.epoch = `${this.epoch}'`;
    for (const log of this.logs.values()) log.length = Math.max(0, log.length - entriesLost);
    this.cut(1012);
  }

  /** @param {Line} line @param {Frame} frame */
  answer(line, frame) {
    this.received.push(frame);
    if (frame.type === "resume") this.#resume(line, frame);
    else if (frame.type === "ping") line.say(this.#pong(frame));
    else if (frame.type === "chat") line.say(this.#chat(frame));
    else if (frame.ref !== undefined) line.say({ type: "ack", ref: frame.ref });
  }

  heads() {
    return [...this.logs].map(([id, { length: head }]) => ({ id, head, read_seq: 0, visible_from: 1 }));
  }

  /** @param {Line} line @param {Frame} frame */
  #resume(line, frame) {
    for (const point of frame.conversations) line.say(this.#resumed(frame, point));
  }

  /** @param {Frame} frame @param {{id: string, after: number}} point @returns {Frame} */
  #resumed({ ref, epoch }, { id, after }) {
    const log = this.logs.get(id);
    const answer = { type: "resumed", ref, conversation: id, events: [], head: 0, more: false, reset: false };
    if (!log) return { ...answer, gone: true };
    const head = log.length;
    if (epoch !== this.epoch || after > head || head - after > REACH) return { ...answer, head, reset: true };
    const events = log.slice(after, after + PAGE);
    return { ...answer, head, events, more: after + PAGE < head };
  }

  /** @param {Frame} frame @returns {Frame} */
  #pong({ ref }) {
    const heads = Object.fromEntries(this.heads().map(({ id, head }) => [id, { head, read_seq: 0 }]));
    return { type: "pong", ref, cursor: String(this.clock.now()), heads, user_version: 1 };
  }

  /** @param {Frame} frame @returns {Frame} */
  #chat({ ref, conversation, message, client_id: clientId }) {
    const before = this.#byClientId.get(clientId);
    const refusal = before ? undefined : this.refusals.shift();
    if (refusal) return { ...refusal, ref };
    const sender = { id: ME };
    const entry = before ?? this.append(conversation, { body: message, client_id: clientId, sender });
    this.#byClientId.set(clientId, entry);
    const { id, seq } = entry;
    const duplicate = Boolean(before);
    return { type: "ack", ref, message_id: id, client_id: clientId, conversation, seq, duplicate };
  }
}

/**
 * One connection, with the weather of its network. What the client sent may arrive although the line broke.
 */
export class Line {
  #server;
  #handlers;
  #over = false;

  /** @param {ModelServer} server @param {WireHandlers} handlers */
  constructor(server, handlers) {
    this.#server = server;
    this.#handlers = handlers;
  }

  connect() {
    if (this.#over) return;
    this.#server.lines.add(this);
    this.#handlers.opened();
    const { epoch, heartbeat, maxAge } = this.#server;
    const welcome = { type: "welcome", epoch, heartbeat, max_age: maxAge, user: ME, user_version: 1 };
    this.#handlers.frame({ ...welcome, conversations: this.#server.heads(), more_conversations: false });
  }

  /** @param {Frame} frame */
  say(frame) {
    this.#carry(() => this.#over || this.#handlers.frame(structuredClone(frame)));
  }

  /** @param {object} frame */
  send(frame) {
    if (this.#over) throw new Error("sent on a closed channel");
    const copy = /** @type {Frame} */ (structuredClone(frame));
    this.#carry(() => this.#server.answer(this, copy));
  }

  close() {
    this.#over = true;
    this.#server.lines.delete(this);
  }

  /** @param {number} code @param {Frame | null} [goodbye] */
  break(code, goodbye = null) {
    if (this.#over) return;
    this.close();
    this.#handlers.closed({ code, goodbye });
  }

  /** @param {() => void} arrive */
  #carry(arrive) {
    const { weather, clock } = this.#server;
    if (clock.random() < weather.lost) return;
    const copies = clock.random() < weather.repeated ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) clock.after(1 + clock.random() * weather.lateMs, arrive);
  }
}
