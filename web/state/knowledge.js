/**
 * Everything that is known of one account's chats, and how an entry, a frame or an answer of the server
 * changes it. It asks nobody anything itself: what it lacks is told to `refresh`.
 *
 * @import { Client } from "./client.js"
 * @import { Conversation, Entry, Frame, Message, Signal } from "./types.js"
 */
import { batch, computed, signal } from "../vendor/signals-core.js";
import { applyToConversation, markRead } from "./apply.js";
import { Conversations, Members, Receipts } from "./conversations.js";

export class Knowledge {
  #client;

  /** @param {Client} client */
  constructor(client) {
    this.#client = client;
    this.conversations = new Conversations();
    this.members = new Members();
    this.receipts = new Receipts();
    /** @type {Signal<ReadonlySet<string>>} */
    this.blocks = signal(new Set());
    this.unreadTotal = computed(() => {
      const loud = this.conversations.list.value.filter((conversation) => !isMuted(conversation));
      return loud.reduce((total, { unread }) => total + unread, 0);
    });
  }

  /** @param {Map<string, Entry[]>} entries */
  apply(entries) {
    batch(() => {
      /** @type {Conversation[]} */
      const changed = [];
      for (const [id, run] of entries) {
        this.#learnFrom(id, run);
        const conversation = this.conversations.get(id);
        if (conversation) changed.push(this.#advance(conversation, run));
        else this.#client.refresh.want(id);
      }
      this.conversations.put(changed);
      for (const [id, run] of entries) this.#show(id, run);
      for (const [id, run] of entries) this.#client.calls.apply(id, run);
      this.#client.outbox.hide([...entries.values()].flat().map((entry) => this.#ownClientId(entry)));
    });
  }

  /** @param {Conversation[]} fetched */
  learn(fetched) {
    batch(() => {
      this.conversations.learn(fetched);
      for (const conversation of fetched) {
        this.#client.people.learn(conversation.peer);
        this.#client.people.learn(conversation.last_message?.sender);
      }
    });
  }

  /** @param {Message[]} messages */
  learnMessages(messages) {
    for (const message of messages) {
      this.#client.people.learn(message.sender);
      this.#client.people.learn(message.reply_to?.sender);
    }
  }

  /** @param {string} id @param {number} seq read up to here by oneself, on whichever device */
  read(id, seq) {
    const conversation = this.conversations.get(id);
    if (!conversation) return;
    const window = this.#client.timelines.get(id)?.window;
    const read = markRead(conversation, seq, (after) => window?.countAfter(after) ?? null);
    if (read.conversation !== conversation) this.conversations.put([read.conversation]);
    if (!read.known) this.#client.refresh.want(id);
  }

  /** What is known of it no longer counts against the server's answer. @param {string} id */
  doubt(id) {
    const conversation = this.conversations.get(id);
    if (conversation) this.conversations.put([{ ...conversation, head: 0, read_seq: 0 }]);
  }

  /** @param {Frame} frame  one that may be lost */
  hear(frame) {
    if (frame.type === "presence") this.#client.presence.set(frame.user, frame.status);
    if (frame.type === "typing") this.#typing(frame.conversation, frame.user, frame.typing);
    if (frame.type === "receipt") {
      this.receipts.learn(frame.conversation, [[frame.user, frame.read_seq]]);
      if (frame.user === this.#client.me()) this.read(frame.conversation, frame.read_seq);
    }
  }

  clear() {
    batch(() => {
      for (const part of [this.conversations, this.members, this.receipts]) part.clear();
      this.blocks.value = new Set();
    });
  }

  /** @param {string} conversation @param {string} user @param {boolean} typing */
  #typing(conversation, user, typing) {
    if (user === this.#client.me() || this.blocks.peek().has(user)) return;
    this.#client.typists.set(conversation, user, typing);
  }

  /** @param {string} id @param {Entry[]} run */
  #learnFrom(id, run) {
    /** @type {Map<string, number>} */
    const positions = new Map();
    for (const entry of run) {
      this.members.apply(entry);
      if (entry.type === "member_joined") this.#client.people.learn(entry.user);
      if (entry.type === "member_left") this.receipts.remove(id, entry.user);
      if (entry.type !== "message") continue;
      this.learnMessages([entry]);
      positions.set(entry.sender.id, entry.seq);
    }
    for (const user of positions.keys()) this.#client.typists.set(id, user, false);
    // Whoever writes has read up to there: the server moves the position along.
    if (positions.size > 0) this.receipts.learn(id, positions);
  }

  /** @param {Conversation} before @param {Entry[]} run */
  #advance(before, run) {
    const window = this.#client.timelines.get(before.id)?.window;
    const reader = {
      me: this.#client.me(),
      find: (/** @type {string} */ id) => window?.find(id),
      recount: (/** @type {string} */ id) => this.#client.refresh.want(id),
    };
    const after = run.reduce(
      (conversation, entry) => applyToConversation(conversation, entry, reader),
      before,
    );
    this.report(before, after);
    return after;
  }

  /**
   * One report for all that came at once: the newest says enough.
   * @param {Conversation | undefined} before @param {Conversation} after
   */
  report(before, after) {
    const message = after.last_message;
    if (!message || message.seq <= (before?.head ?? 0) || message.seq <= after.read_seq) return;
    const { me, notices } = this.#client;
    if (message.sender.id !== me() && !message.deleted) void notices.said(after, message);
  }

  /** @param {string} id @param {Entry[]} run */
  #show(id, run) {
    const timeline = this.#client.timelines.get(id);
    if (timeline?.apply(run)) timeline.publish();
  }

  /** @param {Entry} entry */
  #ownClientId(entry) {
    return entry.type === "message" && entry.sender.id === this.#client.me() ? entry.client_id : "";
  }
}

/** @param {Conversation} conversation @param {number} [now] */
export function isMuted(conversation, now = Date.now()) {
  return conversation.muted_until !== null && Date.parse(conversation.muted_until) > now;
}
