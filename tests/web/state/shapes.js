/**
 * The contract's shapes, as small as they may be.
 *
 * @import { Conversation, Message, UserBrief } from "../../../web/state/types.js"
 */

/** @param {string} name @returns {UserBrief} */
export function person(name) {
  return { id: `id-${name}`, username: name, display_name: name, avatar_url: null };
}

/** @param {number} seq @param {Partial<Message>} [details] @returns {Message} */
export function message(seq, details = {}) {
  return {
    ...{
      id: `m${seq}`,
      conversation: "c1",
      seq,
      updated_seq: seq,
      sender: person("bob"),
      client_id: `k${seq}`,
    },
    ...{ body: `said ${seq}`, mentions: [], reply_to: null, attachments: [], reactions: [] },
    ...{ created_at: at(seq), edited_at: null, deleted: false },
    ...details,
  };
}

/** @param {Partial<Conversation>} [details] @returns {Conversation} */
export function conversation(details = {}) {
  return {
    ...{
      id: "c1",
      kind: "group",
      title: "Team",
      slug: null,
      history: "shared",
      peer: null,
      head: 0,
      read_seq: 0,
    },
    ...{ visible_from: 1, unread: 0, role: "member", members_count: 2, last_message: null },
    ...{ last_activity_at: at(0), muted_until: null },
    ...details,
  };
}

/** @param {Message} said @returns {import("../../../web/state/types.js").MessageEntry} */
export function entry(said) {
  return { ...said, type: "message", at: said.created_at, actor: said.sender.id };
}

/** @param {number} seq */
export function at(seq) {
  return new Date(Date.UTC(2026, 0, 1) + seq * 1000).toISOString();
}
