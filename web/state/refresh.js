/**
 * Asking the server for what the log does not tell: oneself, blocks, the list of conversations, one of them.
 *
 * @import { Clock, Conversation, Me, UserBrief } from "./types.js"
 */

/** Several reasons to ask come at once; and what another device did is settled a moment later. */
const GATHER_MS = 250;
const AGAIN_MS = 5000;
/** Clocks of servers and the moments of their commits differ by less than this. */
const OVERLAP_MS = 60_000;

/**
 * @typedef {object} Questions
 * @property {() => Promise<Me>} me
 * @property {() => Promise<UserBrief[]>} blocks
 * @property {(updatedAfter?: string) => Promise<Conversation[]>} conversations
 * @property {(id: string) => Promise<Conversation>} conversation
 *
 * @typedef {object} Answers
 * @property {(me: Me, blocks: UserBrief[]) => void} account
 * @property {(list: Conversation[], whole: boolean, knownBefore: string[]) => void} conversations
 * @property {(id: string) => void} gone
 * @property {() => string[]} known  ids of the conversations
 */

export class Refresh {
  /**
   * @param {Clock} clock
   * @param {Questions} questions
   * @param {Answers} answers
   */
  constructor(clock, questions, answers) {
    this.#clock = clock;
    this.#questions = questions;
    this.#answers = answers;
  }

  #clock;
  #questions;
  #answers;
  /** Counts sessions: an answer that comes after its session ended is nobody's. */
  #session = 0;
  /** @type {Set<string>} */
  #wanted = new Set();
  /** @type {(() => void) | null} */
  #cancelWanted = null;
  /** @type {(() => void) | null} */
  #cancelAll = null;
  /**
   * When the list was asked for, by the server's clock; null until there was a whole one.
   *
   * @type {number | null}
   */
  #listedAt = null;
  #ahead = 0;
  #asking = false;
  #again = false;

  /** @param {string} time  of the server, now */
  setTime(time) {
    this.#ahead = Date.parse(time) - this.#clock.now();
  }

  /** Everything, soon. @param {boolean} [whole]  the whole list, not only what changed */
  all(whole = false) {
    if (whole) this.#listedAt = null;
    this.#cancelAll ??= this.#clock.after(GATHER_MS, () => void this.now());
  }

  /** @returns {Promise<void>} */
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
    const [me, blocks] = await Promise.all([this.#questions.me(), this.#questions.blocks()]);
    if (session === this.#session) this.#answers.account(me, blocks);
  }

  /** @param {number} session */
  async #list(session) {
    const since = this.#listedAt;
    const askedAt = this.#clock.now() + this.#ahead;
    const before = this.#answers.known();
    const after = since === null ? undefined : new Date(since - OVERLAP_MS).toISOString();
    const list = await this.#questions.conversations(after);
    if (session !== this.#session) return;
    this.#listedAt = askedAt;
    this.#answers.conversations(list, since === null, before);
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
      const conversation = await this.#questions.conversation(id);
      if (session === this.#session) this.#answers.conversations([conversation], false, []);
    } catch (error) {
      if (session === this.#session && /** @type {any} */ (error).code === "not_found")
        this.#answers.gone(id);
    }
  }
}
