/**
 * The calls of docs/protocol.md, section 2, that this client makes, each with its types.
 *
 * @import { Conversation, DeviceSession, Me, Member, Message, Role, Room, UserBrief,
 *   UserProfile } from "./types.js"
 * @import { HistoryPage, Span } from "./timeline.js"
 */

const PAGE = 100;

/**
 * @typedef {Record<string, string | number | undefined>} Query
 * @typedef {object} RestCalls
 * @property {(path: string, query?: Query) => Promise<any>} get
 * @property {(path: string, body?: object) => Promise<any>} post
 * @property {(path: string, body?: object) => Promise<any>} put
 * @property {(path: string, body?: object) => Promise<any>} patch
 * @property {(path: string) => Promise<any>} delete
 */

/**
 * @template Row
 * @typedef {{results: Row[], next: string | null}} Page
 */

export class Api {
  /** @param {RestCalls} rest */
  constructor(rest) {
    this.#rest = rest;
  }

  #rest;

  /** @returns {Promise<Me>} */
  me = () => this.#rest.get("/api/users/me");

  /** @param {{display_name: string}} changes @returns {Promise<Me>} */
  changeMe = (changes) => this.#rest.patch("/api/users/me", changes);

  /** @param {string} old @param {string} next @returns {Promise<null>} */
  changePassword = (old, next) => this.#rest.post("/api/auth/password", { old, new: next });

  /** @returns {Promise<DeviceSession[]>} */
  sessions = () => this.#all("/api/sessions");

  /** @param {string} id @returns {Promise<null>} */
  endSession = (id) => this.#rest.delete(`/api/sessions/${part(id)}`);

  /** @returns {Promise<null>} */
  endOtherSessions = () => this.#rest.delete("/api/sessions");

  /** @param {string} id @returns {Promise<UserProfile>} */
  user = (id) => this.#rest.get(`/api/users/${part(id)}`);

  /** @param {string} search @returns {Promise<UserProfile[]>} */
  users = async (search) => (await this.#rest.get("/api/users", { search, limit: 20 })).results;

  /** @returns {Promise<UserBrief[]>} */
  blocks = () => this.#all("/api/blocks");

  /** @param {string} id @returns {Promise<null>} */
  block = (id) => this.#rest.put(`/api/users/${part(id)}/block`);

  /** @param {string} id @returns {Promise<null>} */
  unblock = (id) => this.#rest.delete(`/api/users/${part(id)}/block`);

  /** @param {string} [updatedAfter] @returns {Promise<Conversation[]>} */
  conversations = (updatedAfter) => this.#all("/api/conversations", { updated_after: updatedAfter });

  /** @param {string} reference  id or slug @returns {Promise<Conversation>} */
  conversation = (reference) => this.#rest.get(place(reference));

  /** @param {object} description @returns {Promise<Conversation>} */
  createConversation = (description) => this.#rest.post("/api/conversations", description);

  /** @param {string} id @param {{title?: string}} changes @returns {Promise<Conversation>} */
  changeConversation = (id, changes) => this.#rest.patch(place(id), changes);

  /** @param {string} id @returns {Promise<null>} */
  deleteConversation = (id) => this.#rest.delete(place(id));

  /** @param {string} id @param {string | null} until @returns {Promise<Conversation>} */
  mute = (id, until) => this.#rest.patch(`${place(id)}/membership`, { muted_until: until });

  /** @param {string} search @returns {Promise<Room[]>} */
  rooms = async (search) => (await this.#rest.get("/api/rooms", { search, limit: PAGE })).results;

  /** @param {string} reference @returns {Promise<Conversation>} */
  join = (reference) => this.#rest.post(`${place(reference)}/join`);

  /** @param {string} id @returns {Promise<null>} */
  leave = (id) => this.#rest.post(`${place(id)}/leave`);

  /** @param {string} id @returns {Promise<Member[]>} */
  members = (id) => this.#all(`${place(id)}/members`);

  /** @param {string} id @param {string} user @returns {Promise<Member>} */
  invite = (id, user) => this.#rest.post(`${place(id)}/members`, { user });

  /** @param {string} id @param {string} user @returns {Promise<null>} */
  removeMember = (id, user) => this.#rest.delete(`${place(id)}/members/${part(user)}`);

  /** @param {string} id @param {string} user @param {Role} role @returns {Promise<Member>} */
  setRole = (id, user, role) => this.#rest.patch(`${place(id)}/members/${part(user)}`, { role });

  /** @param {string} id @param {string} user @returns {Promise<null>} */
  ban = (id, user) => this.#rest.put(`${place(id)}/members/${part(user)}/ban`);

  /** @param {string} id @param {string} user @returns {Promise<null>} */
  unban = (id, user) => this.#rest.delete(`${place(id)}/members/${part(user)}/ban`);

  /** @param {string} id @param {Span} span @returns {Promise<HistoryPage>} */
  history = (id, span) => this.#rest.get(`${place(id)}/messages`, span);

  /** @param {string} id @returns {Promise<Message>} */
  message = (id) => this.#rest.get(`/api/messages/${part(id)}`);

  /** @param {string} id @param {string} body @returns {Promise<Message>} */
  edit = (id, body) => this.#rest.patch(`/api/messages/${part(id)}`, { body });

  /** @param {string} id @returns {Promise<null>} */
  remove = (id) => this.#rest.delete(`/api/messages/${part(id)}`);

  /** @param {string} id @param {string} emoji @param {boolean} on @returns {Promise<Message>} */
  react = (id, emoji, on) => {
    const path = `/api/messages/${part(id)}/reactions/${part(emoji)}`;
    return on ? this.#rest.put(path) : this.#rest.delete(path);
  };

  /** @param {string} q @param {string} [conversation] @returns {Promise<Message[]>} */
  search = async (q, conversation) => (await this.#rest.get("/api/search", { q, conversation })).results;

  /**
   * @template Row
   * @param {string} path
   * @param {Query} [query]
   * @returns {Promise<Row[]>}  of all pages
   */
  async #all(path, query = {}) {
    /** @type {Row[]} */
    const rows = [];
    /** @type {string | undefined} */
    let cursor;
    do {
      /** @type {Page<Row>} */
      const page = await this.#rest.get(path, { ...query, limit: PAGE, cursor });
      rows.push(...page.results);
      cursor = page.next === null ? undefined : (new URL(page.next).searchParams.get("cursor") ?? undefined);
    } while (cursor);
    return rows;
  }
}

/** @param {string} text */
function part(text) {
  return encodeURIComponent(text);
}

/** @param {string} reference */
function place(reference) {
  return `/api/conversations/${part(reference)}`;
}
