/**
 * A contiguous part of a conversation's messages, ascending by `seq`. It is changed in place, so that a new
 * message costs the same whether ten or twenty thousand are there.
 *
 * @import { Entry, Message } from "./types.js"
 */
import { applyToMessage, applyToQuote, messageOf } from "./apply.js";

export const MOST_MESSAGES = 20000;

export class MessageWindow {
  /** @param {string} me @param {number} [most] messages kept; beyond it the far end is let go */
  constructor(me, most = MOST_MESSAGES) {
    this.me = me;
    this.most = most;
    this.atStart = false;
    this.atEnd = false;
    /** @type {Message[]} */
    this.messages = [];
    /** @type {Map<string, number>} */
    this.seqs = new Map();
  }

  get first() {
    return this.messages[0];
  }

  get last() {
    return this.messages[this.messages.length - 1];
  }

  /** @param {string} id */
  find(id) {
    const seq = this.seqs.get(id);
    return seq === undefined ? undefined : this.messages[this.indexOf(seq)];
  }

  /** Where the first message with this `seq` or a later one is. @param {number} seq */
  indexOf(seq) {
    let low = 0;
    let high = this.messages.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (/** @type {Message} */ (this.messages[middle]).seq < seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** @param {Message[]} page ascending @param {{atStart: boolean, atEnd: boolean}} edges */
  replace(page, edges) {
    this.messages = [...page];
    this.seqs = new Map(page.map((message) => [message.id, message.seq]));
    this.atStart = edges.atStart;
    this.atEnd = edges.atEnd;
  }

  /** @param {Message[]} page ascending @param {boolean} atStart */
  prepend(page, atStart) {
    const first = this.first;
    const older = first ? page.filter((message) => message.seq < first.seq) : page;
    this.messages = [...older, ...this.messages];
    for (const message of older) this.seqs.set(message.id, message.seq);
    this.atStart = atStart;
    this.#letGoNewest();
  }

  /** @param {Message[]} page ascending @param {boolean} atEnd */
  append(page, atEnd) {
    for (const message of page) this.#push(message);
    this.atEnd = atEnd;
    this.#letGoOldest();
  }

  /** Returns whether anything changed. @param {Entry} entry */
  apply(entry) {
    if (entry.type === "message") return this.#say(messageOf(entry));
    if (!("message_id" in entry)) return false;
    const quotes = this.#requote(entry);
    const seq = this.seqs.get(entry.message_id);
    if (seq === undefined) return quotes;
    const index = this.indexOf(seq);
    const before = /** @type {Message} */ (this.messages[index]);
    const after = applyToMessage(before, entry, this.me);
    this.messages[index] = after;
    return quotes || after !== before;
  }

  /** @param {Message} message as the server shows it now */
  refresh(message) {
    const known = this.find(message.id);
    if (!known || message.updated_seq < known.updated_seq) return false;
    this.messages[this.indexOf(known.seq)] = message;
    return true;
  }

  /** @param {number} seq undeleted messages of others after `seq`; null where the window does not know all */
  countAfter(seq) {
    if (!this.atEnd || (!this.atStart && (this.first?.seq ?? Infinity) > seq + 1)) return null;
    const later = this.messages.slice(this.indexOf(seq + 1));
    return later.filter((message) => !message.deleted && message.sender.id !== this.me).length;
  }

  /** @param {Message} message */
  #say(message) {
    const known = this.find(message.id);
    if (known) return message.updated_seq > known.updated_seq && this.refresh(message);
    if (!this.atEnd) return false;
    const said = this.#push(message);
    this.#letGoOldest();
    return said;
  }

  /** @param {Message} message */
  #push(message) {
    const last = this.last;
    if (last && message.seq <= last.seq) return false;
    this.messages.push(message);
    this.seqs.set(message.id, message.seq);
    return true;
  }

  /** @param {Entry} entry */
  #requote(entry) {
    if (entry.type === "reaction") return false;
    let changed = false;
    for (const [index, message] of this.messages.entries()) {
      if (message.reply_to === null) continue;
      const after = applyToQuote(message, entry);
      changed ||= after !== message;
      this.messages[index] = after;
    }
    return changed;
  }

  #letGoOldest() {
    // A slack of an eighth, so that a full window is not cut for every single message.
    if (this.messages.length <= this.most * 1.125) return;
    for (const message of this.messages.splice(0, this.messages.length - this.most))
      this.seqs.delete(message.id);
    this.atStart = false;
  }

  #letGoNewest() {
    if (this.messages.length <= this.most) return;
    for (const message of this.messages.splice(this.most)) this.seqs.delete(message.id);
    this.atEnd = false;
  }
}
