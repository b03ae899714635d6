import { Log } from "./log.js";

/** @import { Entry, Frame, Parts } from "./types.js" */

/** The contract's: how long entries that overtook others wait for them. */
const GAP_MS = 2_000;
const RESUMED_AT_ONCE = 100;
/** A `resume` that nobody answered is asked again: over some transports a frame may be lost. */
const PATIENCE_MS = 10_000;
const REFUSED_S = 30;

/**
 * The followed conversations: hands their entries on in order, and resumes those that are behind.
 *
 * One `resume` is under way at a time, so that a long absence is caught up at the pace at which it is taken
 * in.
 */
export class CatchUp {
  /** @type {Map<string, Log>} */
  #logs = new Map();
  /** What to resume next. @type {Set<Log>} */
  #wanted = new Set();
  /** What the resume under way has not answered yet. @type {Map<string, Log>} */
  #asked = new Map();
  /** All heard of on this connection: who follows one later compares. @type {Map<string, number>} */
  #heads = new Map();
  #connected = false;
  #paused = false;
  #ref = 0;
  /** @type {(() => void)[]} */
  #timers = [];
  #clock;
  #tell;
  #send;
  #deliver;

  /** @param {Pick<Parts, "clock" | "tell" | "send" | "hand" | "epoch">} parts */
  constructor({ clock, tell, send, hand, epoch }) {
    this.#clock = clock;
    this.#tell = tell;
    this.#send = send;
    this.#deliver = hand;
    this.epoch = epoch;
  }

  /** @param {string} conversation @param {number} after */
  follow(conversation, after) {
    this.unfollow(conversation);
    const log = new Log(conversation, after);
    this.#logs.set(conversation, log);
    this.#compare(log);
  }

  /** @param {string} conversation */
  unfollow(conversation) {
    const log = this.#logs.get(conversation);
    if (!log) return;
    log.cancelGap?.();
    this.#wanted.delete(log);
    this.#logs.delete(conversation);
  }

  /** @param {string} conversation */
  cursor(conversation) {
    return this.#logs.get(conversation)?.cursor;
  }

  /** Asks before the welcome where the epoch is known: a round trip less until the last messages show. */
  opened() {
    this.#connected = true;
    for (const log of this.#logs.values()) this.#wanted.add(log);
    this.#ask();
  }

  lost() {
    this.#connected = false;
    this.#stopTimers();
    this.#asked.clear();
    this.#heads.clear();
    for (const log of this.#logs.values()) this.#watchGap(log);
  }

  /** @param {Frame} welcome */
  welcomed({ epoch, conversations = [] }) {
    if (this.epoch !== null && this.epoch !== epoch) this.#forgetAll();
    this.epoch = epoch;
    for (const { id, head } of conversations) this.#heardOf(id, head);
    for (const log of [...this.#logs.values()]) if (!this.#asked.has(log.conversation)) this.#compare(log);
  }

  /** @param {Entry} entry */
  entry(entry) {
    this.#heardOf(entry.conversation, entry.seq);
    const log = this.#logs.get(entry.conversation);
    if (log) this.#hand(log, [entry]);
  }

  /** Told by a `pong`, or by a conversation that was added. @param {Iterable<[string, number]>} heads */
  heads(heads) {
    for (const [conversation, head] of heads) {
      this.#heardOf(conversation, head);
      const log = this.#logs.get(conversation);
      if (log && !this.#asked.has(conversation)) this.#compare(log);
    }
  }

  /** @param {Frame} answer */
  resumed(answer) {
    const log = this.#logs.get(answer.conversation);
    const asked = this.#asked.get(answer.conversation);
    this.#asked.delete(answer.conversation);
    // Followed anew in between, a verdict is about another place; entries are entries.
    if (log && log === asked) this.#apply(log, answer);
    else if (log) this.#hand(log, answer.events ?? []);
    if (this.#asked.size === 0) {
      this.#stopTimers();
      this.#ask();
    }
  }

  /** Returns whether the `error` frame answers a resume. @param {Frame} error */
  refused({ ref, retryable, retry_after: retryAfter }) {
    if (ref !== this.#refNow()) return false;
    this.#pause(1000 * (retryAfter ?? (retryable ? 1 : REFUSED_S)));
    return true;
  }

  /** @param {Log} log @param {Frame} answer */
  #apply(log, { events = [], head, more, reset, gone }) {
    if (gone || reset) {
      this.unfollow(log.conversation);
      this.#tell(gone ? "gone" : "reset", log.conversation);
      return;
    }
    this.#heardOf(log.conversation, head);
    log.heardOf(head);
    this.#hand(log, events);
    if (more && this.#logs.get(log.conversation) === log) this.#wanted.add(log);
  }

  /** @param {Log} log @param {Entry[]} entries */
  #hand(log, entries) {
    const run = log.take(entries);
    if (run.length > 0 || !log.cancelGap) this.#watchGap(log);
    if (run.length > 0) this.#deliver(log.conversation, run);
  }

  /** @param {Log} log */
  #watchGap(log) {
    log.cancelGap?.();
    log.cancelGap = null;
    if (!log.behind || !this.#connected) return;
    log.cancelGap = this.#clock.after(GAP_MS, () => {
      log.cancelGap = null;
      if (log.behind) this.#want(log);
    });
  }

  /** Resumes `log` unless it is known to be complete. @param {Log} log */
  #compare(log) {
    const head = this.#heads.get(log.conversation);
    log.heardOf(head);
    // A head below the cursor: the snapshot is newer than what this connection told, or its log was restored.
    if (head !== log.cursor) this.#want(log);
    else this.#wanted.delete(log);
  }

  /** Who follows a hundred in a row is answered by one `resume`: hence not at once. @param {Log} log */
  #want(log) {
    this.#wanted.add(log);
    this.#clock.after(0, () => this.#ask());
  }

  #ask() {
    if (!this.#connected || this.epoch === null || this.#paused || this.#asked.size > 0) return;
    const logs = [...this.#wanted].slice(0, RESUMED_AT_ONCE);
    if (logs.length === 0) return;
    for (const log of logs) {
      this.#wanted.delete(log);
      this.#asked.set(log.conversation, log);
    }
    this.#ref += 1;
    this.#timers.push(this.#clock.after(PATIENCE_MS, () => this.#pause(0)));
    const conversations = logs.map(({ conversation, cursor }) => ({ id: conversation, after: cursor }));
    this.#send({ type: "resume", ref: this.#refNow(), epoch: this.epoch, conversations });
  }

  /** Puts back what was asked for, to ask again later. @param {number} ms */
  #pause(ms) {
    for (const [conversation, log] of this.#asked) {
      if (this.#logs.get(conversation) === log) this.#wanted.add(log);
    }
    this.#asked.clear();
    this.#stopTimers();
    this.#paused = true;
    const goOn = () => {
      this.#paused = false;
      this.#ask();
    };
    this.#timers.push(this.#clock.after(ms, goOn));
  }

  #refNow() {
    return `resume-${this.#ref}`;
  }

  #stopTimers() {
    for (const cancel of this.#timers.splice(0)) cancel();
    this.#paused = false;
  }

  /** @param {string} conversation @param {number} head */
  #heardOf(conversation, head) {
    this.#heads.set(conversation, Math.max(head, this.#heads.get(conversation) ?? 0));
  }

  /** Another epoch: the database was restored, and its numbers may stand for other messages now. */
  #forgetAll() {
    this.#heads.clear();
    this.#asked.clear();
    this.#stopTimers();
    for (const conversation of [...this.#logs.keys()]) {
      this.unfollow(conversation);
      this.#tell("reset", conversation);
    }
  }
}
