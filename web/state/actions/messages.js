/**
 * Saying something, and what can be done with what was said.
 *
 * @import { Message } from "../types.js"
 * @import { Api } from "../api.js"
 * @import { Knowledge } from "../knowledge.js"
 * @import { Reading } from "../reading.js"
 * @import { Timelines } from "../timelines.js"
 * @import { OwnTyping } from "../typing.js"
 * @import { Sync } from "../../sync/index.js"
 */

/**
 * @param {object} parts
 * @param {Api} parts.api
 * @param {Knowledge} parts.knowledge
 * @param {Timelines} parts.timelines
 * @param {Reading} parts.reading
 * @param {OwnTyping} parts.ownTyping
 * @param {() => Sync} parts.sync
 */
export function messageActions({ api, knowledge, timelines, reading, ownTyping, sync }) {
  /** @param {Promise<Message>} answer */
  const shown = async (answer) => {
    const message = await answer;
    timelines.get(message.conversation)?.refresh(message);
  };
  return {
    /**
     * It is on its way from now on, whether there is a connection or not; returns its `client_id`.
     *
     * @param {string} conversation
     * @param {string} body
     * @param {Message | null} [reply]  what it answers
     */
    send: async (conversation, body, reply = null) => {
      ownTyping.forget();
      return sync().enqueue({ conversation, body, reply_to: reply?.id ?? null });
    },
    /** @param {string} clientId */
    retry: async (clientId) => sync().retry(clientId),
    /** @param {string} clientId */
    discard: async (clientId) => sync().discard(clientId),
    /** A message that may not be loaded, by its id. @param {string} id */
    message: (id) => api.message(id),
    /** @param {Message} message @param {string} body */
    edit: (message, body) => shown(api.edit(message.id, body)),
    /** @param {Message} message */
    remove: async (message) => void (await api.remove(message.id)),
    /** @param {Message} message @param {string} emoji @param {boolean} on */
    react: (message, emoji, on) => shown(api.react(message.id, emoji, on)),
    /** @param {string} conversation @param {number} seq  the newest message in view */
    read: async (conversation, seq) => reading.read(conversation, seq),
    /** @param {string} conversation @param {boolean} on  true with every key */
    typing: async (conversation, on) => ownTyping.set(conversation, on),
    /** @param {string} q @param {string} [conversation] */
    searchMessages: async (q, conversation) => {
      const found = await api.search(q, conversation);
      knowledge.learnMessages(found);
      return found;
    },
  };
}
