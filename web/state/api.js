/**
 * Asking the server.
 *
 * @import { Api } from "./calls.js"
 * @import { Client } from "./client.js"
 * @import { Clock, RestCalls } from "./parts.js"
 */

const PAGE = 100;
/** Several reasons to ask come at once; and what another device did is settled a moment later. */
const GATHER_MS = 250;
const AGAIN_MS = 5000;
/** Clocks of servers and the moments of their commits differ by less than this. */
const OVERLAP_MS = 60_000;
const part = encodeURIComponent;

/** The calls that this client makes. @type {(rest: RestCalls) => Api} */
export function apiOf(rest) {
  /** @param {string} path @param {Record<string, string | undefined>} [query] */
  const all = async (path, query) => {
    const rows = [];
    for await (const page of rest.pages(path, { ...query, limit: PAGE })) rows.push(...page);
    return rows;
  };
  return {
    me: () => rest.get("/api/users/me"),
    changeMe: (changes) => rest.patch("/api/users/me", changes),
    changePassword: (old, next) => rest.post("/api/auth/password", { old, new: next }),
    sessions: () => all("/api/sessions"),
    endSession: (id) => rest.delete(`/api/sessions/${part(id)}`),
    endOtherSessions: () => rest.delete("/api/sessions"),
    user: (id) => rest.get(user(id)),
    users: async (search) => (await rest.get("/api/users", { search, limit: 20 })).results,
    blocks: () => all("/api/blocks"),
    block: (id) => rest.put(`${user(id)}/block`),
    unblock: (id) => rest.delete(`${user(id)}/block`),
    conversations: (updatedAfter) => all("/api/conversations", { updated_after: updatedAfter }),
    conversation: (reference) => rest.get(place(reference)),
    createConversation: (description) => rest.post("/api/conversations", description),
    changeConversation: (id, changes) => rest.patch(place(id), changes),
    deleteConversation: (id) => rest.delete(place(id)),
    mute: (id, until) => rest.patch(`${place(id)}/membership`, { muted_until: until }),
    rooms: async (search) => (await rest.get("/api/rooms", { search, limit: PAGE })).results,
    join: (reference) => rest.post(`${place(reference)}/join`),
    leave: (id) => rest.post(`${place(id)}/leave`),
    members: (id) => all(`${place(id)}/members`),
    invite: (id, who) => rest.post(`${place(id)}/members`, { user: who }),
    removeMember: (id, who) => rest.delete(member(id, who)),
    setRole: (id, who, role) => rest.patch(member(id, who), { role }),
    ban: (id, who) => rest.put(`${member(id, who)}/ban`),
    unban: (id, who) => rest.delete(`${member(id, who)}/ban`),
    history: (id, span) => rest.get(`${place(id)}/messages`, span),
    createFile: (description) => rest.post("/api/files", description),
    forgetFile: (id) => rest.delete(file(id)),
    completeFile: (id) => rest.post(`${file(id)}/complete`),
    file: (id, download = false) => rest.get(file(id), { download: download ? "true" : undefined }),
    message: (id) => rest.get(message(id)),
    edit: (id, body) => rest.patch(message(id), { body }),
    remove: (id) => rest.delete(message(id)),
    react: (id, emoji, on) => {
      const path = `${message(id)}/reactions/${part(emoji)}`;
      return on ? rest.put(path) : rest.delete(path);
    },
    calls: async (id, cursor) => {
      const { results, next } = await rest.get(`${place(id)}/calls`, { limit: PAGE, cursor });
      return { calls: results, cursor: new URLSearchParams(next?.split("?")[1]).get("cursor") };
    },
    liveCalls: async () => (await rest.get("/api/calls")).results,
    call: (id) => rest.get(`/api/calls/${part(id)}`),
    recordingPart: (id, number, size) => rest.post(`${recording(id)}/parts`, { number, size }),
    recordingParts: async (id) => (await rest.get(`${recording(id)}/parts`)).parts,
    completeRecording: (id) => rest.post(`${recording(id)}/complete`),
    probe: (filling) => rest.post("/api/calls/probe", { filling }),
    iceServers: () => rest.get("/api/calls/ice-servers"),
    search: async (q, conversation) => (await rest.get("/api/search", { q, conversation })).results,
  };
}

/** @param {string} id */
const user = (id) => `/api/users/${part(id)}`;

/** @param {string} id */
const file = (id) => `/api/files/${part(id)}`;

/** @param {string} id of a call */
const recording = (id) => `/api/calls/${part(id)}/recording`;

/** @param {string} id */
const message = (id) => `/api/messages/${part(id)}`;

/** @param {string} reference */
const place = (reference) => `/api/conversations/${part(reference)}`;

/** @param {string} id @param {string} who */
const member = (id, who) => `${place(id)}/members/${part(who)}`;

/** Asks for what the log does not tell: oneself, blocks, the list of conversations, one of them. */
export class Refresh {
  #client;
  #clock;
  /** Counts sessions: an answer that comes after its session ended is nobody's. */
  #session = 0;
  /** @type {Set<string>} */
  #wanted = new Set();
  /** @type {(() => void) | null} */
  #cancelWanted = null;
  /** @type {(() => void) | null} */
  #cancelAll = null;
  /** When the whole list was asked for, or changes of it, by the server's clock. @type {number | null} */
  #listedAt = null;
  #ahead = 0;
  #asking = false;
  #again = false;

  /** @param {Client} client @param {Clock} clock */
  constructor(client, clock) {
    this.#client = client;
    this.#clock = clock;
  }

  /** @param {string} time of the server, now */
  setTime(time) {
    this.#ahead = Date.parse(time) - this.#clock.now();
  }

  /** Everything, soon. @param {boolean} [whole] the whole list, not only what changed */
  all(whole = false) {
    if (whole) this.#listedAt = null;
    this.#cancelAll ??= this.#clock.after(GATHER_MS, () => void this.now());
  }

  async now() {
    this.#cancelAll?.();
    this.#cancelAll = null;
    // What changed since the question under way was asked may be missing in its answer.
    this.#again = this.#asking;
    if (this.#asking) return;
    this.#asking = true;
    const session = this.#session;
    try {
      await Promise.all([this.#account(session), this.#list(session)]);
    } catch (error) {
      this.#later(session, error);
    }
    if (session !== this.#session) return;
    this.#asking = false;
    if (this.#again) this.all();
  }

  /** @param {string} conversation */
  want(conversation) {
    this.#wanted.add(conversation);
    this.#cancelWanted ??= this.#clock.after(GATHER_MS, () => this.#askWanted());
  }

  clear() {
    this.#session += 1;
    this.#cancelAll?.();
    this.#cancelWanted?.();
    this.#cancelAll = this.#cancelWanted = null;
    this.#wanted.clear();
    this.#listedAt = null;
    this.#asking = this.#again = false;
  }

  /** @param {number} session */
  async #account(session) {
    const { account, api, live } = this.#client;
    // Of answers asked for together one may be newer than another: all are as new as what was heard before.
    const version = live.version ?? this.#client.session.me.peek()?.version;
    const [me, blocks] = await Promise.all([api.me(), api.blocks()]);
    if (session === this.#session) account({ ...me, version: version ?? me.version }, blocks);
  }

  /** @param {number} session */
  async #list(session) {
    const since = this.#listedAt;
    const askedAt = this.#clock.now() + this.#ahead;
    const before = [...this.#client.knowledge.conversations.joined.peek().keys()];
    const after = since === null ? undefined : new Date(since - OVERLAP_MS).toISOString();
    const list = await this.#client.api.conversations(after);
    if (session !== this.#session) return;
    this.#listedAt = askedAt;
    this.#client.belonging.listed(list, since === null, before);
  }

  /** @param {number} session @param {any} error */
  #later(session, error) {
    if (session !== this.#session) return;
    this.#cancelAll ??= this.#clock.after(1000 * (error.retryAfter ?? 0) || AGAIN_MS, () => void this.now());
  }

  #askWanted() {
    this.#cancelWanted = null;
    const wanted = [...this.#wanted];
    this.#wanted.clear();
    for (const id of wanted) this.#ask(id);
  }

  /** @param {string} id */
  async #ask(id) {
    const session = this.#session;
    try {
      const conversation = await this.#client.api.conversation(id);
      if (session === this.#session) this.#client.belonging.listed([conversation], false, []);
    } catch (error) {
      if (session === this.#session && /** @type {any} */ (error).code === "not_found")
        this.#client.belonging.drop(id);
    }
  }
}
