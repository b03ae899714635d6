/**
 * Telling somebody who looks elsewhere: by one tab only, and by none while any tab is looked at.
 *
 * @import { Clock, Conversation, Message } from "./types.js"
 * @import { Preferences } from "./settings.js"
 */
import { t } from "../words/index.js";
import { isMuted } from "./knowledge.js";

/** What was said before that is no news: it comes from catching up. */
const NEWS_MS = 5 * 60_000;
const NOTIFIER = "parley-notifier";
const FOCUSED = "parley-focused";

/**
 * @typedef {object} Locks
 * @property {(name: string, options: {shared?: boolean}, held: () => void) => () => void} hold
 *   returns what lets go
 * @property {(name: string) => Promise<boolean>} isHeld  by any tab
 *
 * @typedef {object} Herald
 * @property {(notice: {title: string, body: string, tag: string, open: () => void}) => void} show
 * @property {() => void} sound
 *
 * @typedef {object} NoticeSource
 * @property {Clock} clock
 * @property {Locks} locks
 * @property {Herald} herald
 * @property {() => Preferences} preferences
 * @property {(user: string) => boolean} isBlocked
 * @property {(conversation: Conversation) => void} open
 */

export class Notices {
  /** @param {NoticeSource} source */
  constructor(source) {
    this.#source = source;
    source.locks.hold(NOTIFIER, {}, () => {
      this.#chosen = true;
    });
  }

  #source;
  #chosen = false;
  /** @type {(() => void) | null} */
  #letGo = null;

  /** @param {boolean} looking  whether this tab is looked at */
  attend(looking) {
    if (looking) this.#letGo ??= this.#source.locks.hold(FOCUSED, { shared: true }, () => {});
    else {
      this.#letGo?.();
      this.#letGo = null;
    }
  }

  /**
   * @param {Conversation} conversation
   * @param {Message} message  the newest that came
   */
  async said(conversation, message) {
    const { clock, isBlocked, locks, preferences } = this.#source;
    const { desktop, sound } = preferences();
    if (!this.#chosen || !(desktop || sound)) return;
    if (isMuted(conversation, clock.now()) || isBlocked(message.sender.id)) return;
    if (clock.now() - Date.parse(message.created_at) > NEWS_MS) return;
    if (await locks.isHeld(FOCUSED)) return;
    if (sound) this.#source.herald.sound();
    if (desktop) this.#show(conversation, message);
  }

  /**
   * @param {Conversation} conversation
   * @param {Message} message
   */
  #show(conversation, message) {
    const name = message.sender.display_name;
    const title =
      conversation.kind === "direct" ? name : t("notice.said_in", { name, title: conversation.title });
    const open = () => this.#source.open(conversation);
    this.#source.herald.show({ title, body: message.body ?? "", tag: conversation.id, open });
  }
}
