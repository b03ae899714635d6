import { SyncError } from "./commands.js";
import { Backoff } from "./link.js";
import { Backlog } from "./queue.js";

/** @import { Draft, Entry, OutgoingItem, Parts } from "./types.js" */

/**
 * Sends messages once and in order: one at a time in each conversation, the next after the `ack`, the same
 * `client_id` for as long as the outcome is open. That makes it right on transports that reorder commands
 * too.
 */
export class Outgoing {
  #clock;
  #queue;
  #tell;
  #commands;
  #open;
  #backlog;
  #backoff;
  #newest = 0;
  /** Conversations whose first message is under way, or waits for its next attempt. @type {Set<string>} */
  #busy = new Set();
  /** @type {Set<() => void>} */
  #pauses = new Set();

  /** @param {Pick<Parts, "clock" | "queue" | "tell" | "commands" | "open">} parts */
  constructor({ clock, queue, tell, commands, open }) {
    this.#clock = clock;
    this.#queue = queue;
    this.#tell = tell;
    this.#commands = commands;
    this.#open = open;
    this.#backlog = new Backlog({ queue, tell });
    this.#backoff = new Backoff(clock);
  }

  async load() {
    await this.#backlog.read();
    this.pump();
  }

  stop() {
    for (const cancel of this.#pauses) cancel();
    this.#pauses.clear();
    this.#busy.clear();
    this.#backlog.clear();
  }

  /** @param {Draft} draft */
  enqueue({ conversation, body, reply_to = null, attachments = [], client_id = this.#newId() }) {
    // Rising, also within one millisecond: it is the order in which they are sent after a reload.
    const createdAt = Math.max(this.#clock.now(), this.#newest + 1);
    this.#newest = createdAt;
    const content = { client_id, conversation, body, reply_to, attachments };
    this.#backlog.put({ ...content, state: "sending", error: null, createdAt });
    this.pump();
    return client_id;
  }

  /** @param {string} clientId */
  retry(clientId) {
    const item = this.#backlog.get(clientId);
    if (item?.state !== "failed") return;
    this.#backlog.put({ ...item, state: "sending", error: null });
    this.pump();
  }

  /** @param {string} clientId */
  discard(clientId) {
    if (!this.#backlog.get(clientId)) return;
    this.#backlog.take(clientId);
    this.#tell("withdrawn", clientId);
  }

  /** Sends what can be sent now. */
  pump() {
    if (!this.#open() || !this.#queue.holder()) return;
    for (const item of this.#backlog.unsent()) {
      if (!this.#busy.has(item.conversation)) this.#send(item);
    }
  }

  /** The log is as good as an `ack`, or sooner. @param {Entry[]} entries @param {string | null} user */
  seen(entries, user) {
    for (const { type, client_id: clientId, sender, id, seq } of entries) {
      if (type === "message" && clientId && sender?.id === user) this.#sent(clientId, id, seq);
    }
  }

  /** @param {OutgoingItem} item */
  async #send(item) {
    this.#busy.add(item.conversation);
    try {
      const ack = await this.#commands.ask(chat(item));
      this.#backoff.reset();
      this.#sent(item.client_id, ack.message_id, ack.seq);
      this.#next(item.conversation);
    } catch (error) {
      if (!(error instanceof SyncError)) throw error;
      this.#refused(item, error);
    }
  }

  /** @param {OutgoingItem} item @param {SyncError} error */
  #refused(item, error) {
    if (error.retryable && error.code !== "offline") {
      this.#pause(item.conversation, error);
      return;
    }
    if (!error.retryable && this.#backlog.get(item.client_id)) {
      this.#backlog.put({ ...item, state: "failed", error: { code: error.code, detail: error.detail } });
    }
    this.#next(item.conversation);
  }

  /** @param {string} conversation @param {SyncError} error */
  #pause(conversation, { retryAfter }) {
    const cancel = this.#clock.after(this.#backoff.next({ code: 0, retryAfter }), () => {
      this.#pauses.delete(cancel);
      this.#next(conversation);
    });
    this.#pauses.add(cancel);
  }

  /** @param {string} conversation */
  #next(conversation) {
    this.#busy.delete(conversation);
    this.pump();
  }

  /** @param {string} clientId @param {string} messageId @param {number} seq */
  #sent(clientId, messageId, seq) {
    const item = this.#backlog.get(clientId);
    if (!item) return;
    this.#backlog.take(clientId);
    this.#tell("outgoing", { ...item, state: "sent", error: null, message_id: messageId, seq });
  }

  /** 128 random bits: unique among all messages that one person ever sends. */
  #newId() {
    const word = () => Math.floor(this.#clock.random() * 2 ** 32).toString(16).padStart(8, "0");
    return word() + word() + word() + word();
  }
}

/** @param {OutgoingItem} item */
function chat({ conversation, body, reply_to, attachments = [], client_id }) {
  const frame = { type: "chat", conversation, message: body, client_id };
  const answer = reply_to === null ? {} : { reply_to };
  const files = attachments.length === 0 ? {} : { attachments: attachments.map(({ id }) => id) };
  return { ...frame, ...answer, ...files };
}
