/**
 * Finding people, and not hearing from some.
 *
 * @import { Api } from "../api.js"
 * @import { Knowledge } from "../knowledge.js"
 * @import { People } from "../people.js"
 * @import { Presence } from "../presence.js"
 */

/**
 * @param {object} parts
 * @param {Api} parts.api
 * @param {Knowledge} parts.knowledge
 * @param {People} parts.people
 * @param {Presence} parts.presence
 */
export function peopleActions({ api, knowledge, people, presence }) {
  const { blocks } = knowledge;
  return {
    /** @param {string} text  the beginning of a name */
    searchUsers: async (text) => {
      const found = await api.users(text);
      for (const user of found) {
        people.learn(user);
        presence.set(user.id, user.presence);
      }
      return found;
    },
    /** @param {string} id */
    block: async (id) => {
      await api.block(id);
      blocks.value = new Set(blocks.peek()).add(id);
    },
    /** @param {string} id */
    unblock: async (id) => {
      await api.unblock(id);
      blocks.value = new Set([...blocks.peek()].filter((other) => other !== id));
    },
  };
}
