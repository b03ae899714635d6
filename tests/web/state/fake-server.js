/**
 * @import { Conversation, Entry, Message } from "../../../web/state/types.js"
 * @import { Frame, WireHandlers } from "../../../web/sync/types.js"
 */
import { at, conversation, entry, message, person } from "./shapes.js";

/** One account's server: a log per conversation, answers to the calls that the tests make. */
export class Server {
  me = { ...person("alice"), presence: /** @type {const} */ ("online"), email: "", version: 1 };
  signedIn = true;
  reachable = true;
  epoch = "e1";
  /** @type {Map<string, Conversation>} */
  conversations = new Map();
  /** @type {Map<string, Entry[]>} */
  log = new Map();
  /** @type {import("../../../web/state/types.js").UserBrief[]} */
  blocks = [];
  /** @type {import("../../../web/state/types.js").Member[]} */
  members = [];
  /** @type {string[]} */
  calls = [];
  /** @type {import("../../../web/state/types.js").Call[]} */
  live = [];
  /** @type {import("../../../web/state/types.js").CallRecord[]} */
  past = [];
  /** @type {Frame[]} */
  heard = [];
  /** @type {WireHandlers | null} */
  socket = null;
  /** @type {((path: string) => Promise<void>) | null} */
  delay = null;

  /** @param {Partial<Conversation>} [details] @param {Message[]} [said] */
  add(details = {}, said = []) {
    const head = said.at(-1)?.seq ?? 0;
    const made = conversation({ head, last_message: said.at(-1) ?? null, ...details });
    this.conversations.set(made.id, made);
    this.log.set(
      made.id,
      said.map((one) => entry({ ...one, conversation: made.id })),
    );
  }

  /** An entry, written and pushed. @param {Entry} written */
  push(written) {
    this.write(written);
    this.tell(written);
  }

  /** @param {Entry} written */
  write(written) {
    const { conversation: id, seq } = written;
    this.log.get(id)?.push(written);
    const known = this.conversations.get(id);
    if (known) this.conversations.set(id, { ...known, head: seq });
  }

  /** @param {Frame} frame */
  tell(frame) {
    this.socket?.frame(frame);
  }

  /** @param {string} method @param {string} path @param {any} [given] @returns {Promise<any>} */
  async answer(method, path, given = {}) {
    this.calls.push(`${method} ${path}`);
    if (!this.reachable) throw unreachable();
    const answer = this.#answer(path, given);
    // What happens while an answer is on its way is not in it.
    await this.delay?.(path);
    return answer;
  }

  /** @param {string} path @param {any} given */
  #answer(path, given) {
    const [, id = "", rest = ""] = /^\/api\/conversations\/([^/]+)(.*)$/.exec(path) ?? [];
    if (rest === "/messages") return this.#history(id, given);
    if (rest === "/calls") return this.#pastCalls(given);
    if (rest === "/members") return { results: this.members, next: null };
    if (id) return this.#find(id);
    if (path === "/api/calls") return { results: this.live };
    if (path.startsWith("/api/calls/")) return this.live.find((call) => path.endsWith(call.id));
    if (path === "/api/conversations") return { results: [...this.conversations.values()], next: null };
    if (path === "/api/blocks") return { results: this.blocks, next: null };
    if (path === "/api/users/me") return this.me;
    throw Object.assign(new Error(path), { code: "not_found", retryable: false });
  }

  async whoAmI() {
    if (!this.reachable) throw unreachable();
    const user = this.signedIn ? this.me : null;
    await this.delay?.("/api/auth/cookie");
    return { user };
  }

  /** @returns {import("../../../web/sync/types.js").Wire} */
  wire() {
    return {
      open: (handlers) => {
        if (this.reachable) queueMicrotask(() => this.#opened(handlers));
        else queueMicrotask(() => handlers.closed({ code: 1006, goodbye: null, retryAfter: null }));
        return {
          send: (frame) => this.#received(/** @type {Frame} */ (frame), handlers),
          close: () => this.cut(),
        };
      },
    };
  }

  /** The line is gone. */
  cut() {
    const { socket } = this;
    this.socket = null;
    socket?.closed({ code: 1006, goodbye: null, retryAfter: null });
  }

  /** @param {WireHandlers} handlers */
  #opened(handlers) {
    this.socket = handlers;
    handlers.opened();
    const conversations = [...this.conversations.values()];
    handlers.frame({
      ...{
        type: "welcome",
        protocol: 1,
        connection: "x",
        epoch: this.epoch,
        user: this.me.id,
        heartbeat: 25,
      },
      ...{ user_version: this.me.version, time: at(0), max_age: null, limits: {}, conversations },
      ...{ more_conversations: false, calls: this.live },
    });
  }

  /** @param {Frame} frame @param {WireHandlers} handlers */
  #received(frame, handlers) {
    this.heard.push(frame);
    if (frame.type === "resume") for (const asked of frame.conversations) this.#resume(asked, handlers);
    if (frame.type === "chat") this.#chat(frame, handlers);
    if (frame.type.startsWith("call_")) {
      queueMicrotask(() => handlers.frame({ type: "ack", ref: frame.ref, call: frame.call ?? "call-1" }));
    }
    if (frame.type === "read") queueMicrotask(() => handlers.frame({ type: "ack", ref: frame.ref }));
  }

  /** @param {{id: string, after: number}} asked @param {WireHandlers} handlers */
  #resume({ id, after }, handlers) {
    const log = this.log.get(id);
    const events = (log ?? []).filter(({ seq }) => seq > after);
    const head = this.conversations.get(id)?.head ?? 0;
    const outcome = { more: false, reset: log !== undefined && after > head, gone: log === undefined };
    const frame = { type: "resumed", conversation: id, head, visible_from: 1, ...outcome };
    queueMicrotask(() => handlers.frame({ ...frame, events: outcome.reset ? [] : events }));
  }

  /** @param {Frame} frame @param {WireHandlers} handlers */
  #chat(frame, handlers) {
    const { conversation: id, message: body, client_id } = frame;
    const seq = (this.conversations.get(id)?.head ?? 0) + 1;
    const said = message(seq, { conversation: id, body, client_id, sender: person("alice") });
    this.write(entry(said));
    queueMicrotask(() => {
      handlers.frame({ type: "ack", ref: frame.ref, message_id: said.id, client_id, conversation: id, seq });
      handlers.frame(entry(said));
    });
  }

  /** @param {string} id */
  #find(id) {
    const found = [...this.conversations.values()].find((one) => one.id === id || one.slug === id);
    if (found) return found;
    throw Object.assign(new Error(id), { code: "not_found", retryable: false });
  }

  /** @param {{limit: number, cursor?: string}} given */
  #pastCalls({ limit, cursor = "0" }) {
    const end = Number(cursor) + limit;
    const next = end < this.past.length ? `https://parley.example/calls?cursor=${end}&limit=${limit}` : null;
    return { results: this.past.slice(Number(cursor), end), next };
  }

  /** @param {string} id @param {{before?: number, after?: number, around?: number, limit: number}} span */
  #history(id, { before = Infinity, after, around, limit }) {
    const said = (this.log.get(id) ?? []).filter((one) => one.type === "message");
    const messages = said.map(({ type: _type, at: _at, actor: _actor, ...one }) => one);
    const { head } = this.#find(id);
    if (around !== undefined) {
      const older = messages.filter(({ seq }) => seq <= around).slice(-limit / 2);
      return {
        results: [...older, ...messages.filter(({ seq }) => seq > around).slice(0, limit / 2)].reverse(),
        head,
      };
    }
    if (after !== undefined) {
      return {
        results: messages
          .filter(({ seq }) => seq > after)
          .slice(0, limit)
          .reverse(),
        head,
      };
    }
    return {
      results: messages
        .filter(({ seq }) => seq < before)
        .slice(-limit)
        .reverse(),
      head,
    };
  }
}

export function unreachable() {
  return Object.assign(new Error("offline"), { code: "offline", retryable: true });
}
