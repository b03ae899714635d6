/**
 * Coming into conversations and out of them, whoever tells: the list, an announcement, an answer, the log.
 *
 * @import { Client } from "./client.js"
 * @import { Conversation } from "./types.js"
 */
import { batch } from "../vendor/signals-core.js";
import { t } from "../words/index.js";

export class Belonging {
  /**
   * @param {Client} client
   * @param {{forgetMessages(conversation: string): Promise<void>}} storage
   */
  constructor(client, storage) {
    this.#client = client;
    this.#storage = storage;
  }

  #client;
  #storage;

  /**
   * Takes in a conversation that the server answered or announced.
   *
   * @param {Conversation} conversation
   */
  adopt(conversation) {
    this.#client.knowledge.learn([conversation]);
    this.#client.live.follow(conversation);
    if (this.#client.opening.current.peek() === conversation.id) this.#client.opening.connected();
    return conversation;
  }

  /** @param {string} id  of a conversation one is not in any more */
  drop(id) {
    this.#client.live.sync?.unfollow(id);
    this.#client.memory.forget(id);
    void this.#storage.forgetMessages(id);
  }

  /**
   * @param {Conversation[]} list
   * @param {boolean} whole
   * @param {string[]} before  what was known when it was asked for
   */
  listed(list, whole, before) {
    const ids = new Set(list.map((conversation) => conversation.id));
    batch(() => {
      this.#client.knowledge.learn(list);
      for (const conversation of list) this.#client.live.follow(conversation);
      if (!whole) return;
      for (const id of before) if (!ids.has(id)) this.drop(id);
      this.#client.knowledge.conversations.fresh.value = true;
    });
  }

  /** @param {Conversation} conversation */
  added(conversation) {
    const isNew = !this.#client.knowledge.conversations.get(conversation.id);
    this.adopt(conversation);
    const { last_message: last, unread } = conversation;
    if (isNew && unread > 0 && last) void this.#client.notices.said(conversation, last);
  }

  /** @param {string} id */
  removed(id) {
    const conversation = this.#client.knowledge.conversations.get(id);
    if (!conversation) return;
    const open = this.#client.opening.current.peek() === id;
    if (open) this.#client.toasts.notify(t("notice.removed", { title: conversation.title }), "info");
    this.drop(id);
  }

  /** @param {string} reference */
  async look(reference) {
    try {
      this.adopt(await this.#client.api.conversation(reference));
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : "unknown";
      this.#client.toasts.notify(t(`error.${code}`), "error");
    }
  }
}
