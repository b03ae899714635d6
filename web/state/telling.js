/**
 * Telling the person what they may not have seen, and others that one is writing and how far one has read.
 *
 * @import { Client } from "./client.js"
 * @import { Surroundings, Toast, ToastAction, ToastKind } from "./parts.js"
 * @import { Call, Clock, Conversation, Message, Signal } from "./types.js"
 */
import { summaryOf } from "../files/summary.js";
import { signal } from "../vendor/signals-core.js";
import { t } from "../words/index.js";
import { isMuted } from "./knowledge.js";
import { conversationAddress } from "./opening.js";

/** What was said before that is no news: it comes from catching up. */
const NEWS_MS = 5 * 60_000;
const NOTIFIER = "parley-notifier";
const FOCUSED = "parley-focused";
const TOAST_SHOWN_MS = 6000;
const MOST_TOASTS = 3;
const TYPING_REPEATED_MS = 3000;
const READING_DELAY_MS = 300;

/** To who looks elsewhere: by one tab only, and by none while any tab is looked at. */
export class Notices {
  #client;
  #around;
  /** Whether this tab speaks for all of its browser. */
  chosen = false;
  /** @type {(() => void) | null} */
  #letGo = null;

  /** @param {Client} client @param {Surroundings} surroundings */
  constructor(client, surroundings) {
    this.#client = client;
    this.#around = surroundings;
    surroundings.locks.hold(NOTIFIER, {}, () => {
      this.chosen = true;
    });
  }

  /** @param {boolean} looking whether this tab is looked at */
  attend(looking) {
    if (looking) this.#letGo ??= this.#around.locks.hold(FOCUSED, { shared: true }, () => {});
    else {
      this.#letGo?.();
      this.#letGo = null;
    }
  }

  /** @param {Conversation} conversation @param {Message} message the newest that came */
  async said(conversation, message) {
    const { clock, herald, locks } = this.#around;
    const { desktop, sound } = this.#client.preferences.peek();
    if (!this.chosen || !(desktop || sound)) return;
    if (isMuted(conversation, clock.now())) return;
    if (this.#client.knowledge.blocks.peek().has(message.sender.id)) return;
    if (clock.now() - Date.parse(message.created_at) > NEWS_MS) return;
    if (await locks.isHeld(FOCUSED)) return;
    if (sound) herald.sound();
    if (desktop) this.#show(conversation, message);
  }

  /** @param {Call} call */
  async rings({ conversation: id, started_by: caller }) {
    const { herald, locks, page } = this.#around;
    const { people, preferences } = this.#client;
    if (!this.chosen || !preferences.peek().desktop || (await locks.isHeld(FOCUSED))) return;
    const name = people.user(caller ?? "").peek()?.display_name ?? t("app.name");
    const open = () => page.go(conversationAddress(id));
    herald.show({ title: t("call.incomingFrom", { name }), body: "", tag: id, open });
  }

  /** @param {Conversation} conversation @param {Message} message */
  #show(conversation, message) {
    const name = message.sender.display_name;
    const title =
      conversation.kind === "direct" ? name : t("notice.said_in", { name, title: conversation.title });
    const open = () => this.#around.page.go(conversationAddress(conversation.id));
    this.#around.herald.show({ title, body: message.body || summaryOf(message.attachments), tag: conversation.id, open });
  }
}

/** Short, and they go by themselves. */
export class Toasts {
  #clock;
  #last = 0;

  /** @param {Clock} clock */
  constructor(clock) {
    this.#clock = clock;
    /** @type {Signal<Toast[]>} */
    this.list = signal([]);
  }

  /** @param {string} text @param {ToastKind} [kind] @param {ToastAction | null} [action] */
  notify(text, kind = "info", action = null) {
    const id = (this.#last += 1);
    const others = this.list.peek().filter((toast) => toast.text !== text);
    this.list.value = [...others, { id, text, kind, action }].slice(-MOST_TOASTS);
    if (!action) this.#clock.after(TOAST_SHOWN_MS, () => this.dismiss(id));
    return id;
  }

  /** @param {number} id */
  dismiss(id) {
    this.list.value = this.list.peek().filter((toast) => toast.id !== id);
  }
}

/** Said at once, repeated while it goes on, taken back when it stops. */
export class OwnTyping {
  #clock;
  #tell;
  /** @type {{conversation: string, went: boolean, cancel: () => void} | null} */
  #current = null;

  /** @param {Clock} clock @param {(conversation: string, typing: boolean) => void} tell */
  constructor(clock, tell) {
    this.#clock = clock;
    this.#tell = tell;
  }

  /** @param {string} conversation @param {boolean} on with every key; false when it was sent or emptied */
  set(conversation, on) {
    const current = this.#current;
    if (!on) return this.#stop(conversation);
    if (current?.conversation === conversation) {
      current.went = true;
      return;
    }
    if (current) this.#stop(current.conversation);
    this.#say(conversation);
  }

  /** Without a word: the line is gone anyway. */
  forget() {
    this.#current?.cancel();
    this.#current = null;
  }

  /** @param {string} conversation */
  #say(conversation) {
    this.#tell(conversation, true);
    const cancel = this.#clock.after(TYPING_REPEATED_MS, () => this.#repeat(conversation));
    this.#current = { conversation, went: false, cancel };
  }

  /** @param {string} conversation */
  #repeat(conversation) {
    const went = this.#current?.went;
    this.#current = null;
    // Nobody who paused is writing; what was said last is shown for some seconds more.
    if (went) this.#say(conversation);
  }

  /** @param {string} conversation */
  #stop(conversation) {
    if (this.#current?.conversation !== conversation) return;
    this.forget();
    this.#tell(conversation, false);
  }
}

/** Told a moment later, once for many, and only while somebody looks. */
export class Reading {
  #client;
  #around;
  /** @type {Map<string, number>} */
  #pending = new Map();
  /** @type {(() => void) | null} */
  #cancel = null;

  /** @param {Client} client @param {Surroundings} surroundings */
  constructor(client, surroundings) {
    this.#client = client;
    this.#around = surroundings;
  }

  /** @param {string} conversation @param {number} seq */
  read(conversation, seq) {
    this.#wait(conversation, seq);
    this.#cancel ??= this.#around.clock.after(READING_DELAY_MS, () => this.#due());
  }

  /** Somebody looks again, or the line is back: what waits is said. */
  resume() {
    if (this.#pending.size > 0) this.#due();
  }

  clear() {
    this.#cancel?.();
    this.#cancel = null;
    this.#pending.clear();
  }

  #due() {
    this.#cancel?.();
    this.#cancel = null;
    if (!this.#around.page.attentive()) return;
    const due = [...this.#pending];
    this.#pending.clear();
    for (const [conversation, seq] of due) this.#say(conversation, seq);
  }

  /** @param {string} conversation @param {number} seq */
  #wait(conversation, seq) {
    this.#pending.set(conversation, Math.max(seq, this.#pending.get(conversation) ?? 0));
  }

  /** @param {string} conversation @param {number} seq */
  #say(conversation, seq) {
    // At once, without waiting for the answer.
    this.#client.knowledge.read(conversation, seq);
    const told = this.#client.sync().command({ type: "read", conversation, seq });
    told.catch((error) => error.retryable && this.#wait(conversation, seq));
  }
}
