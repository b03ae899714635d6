/**
 * What is on its way, as messages at the end of the log, so that one row stays the same from sending to sent.
 *
 * @import { Message, OutgoingItem, ReplyTo, UserBrief } from "../../state/types.js"
 * @typedef {OutgoingItem["state"]} DeliveryState
 */

/** @param {Message} message @returns {ReplyTo} */
function answerTo({ id, sender, body }) {
  return { id, sender, excerpt: body ?? "" };
}

/**
 * @param {OutgoingItem} item
 * @param {UserBrief} me
 * @param {(id: string) => Message | undefined} find
 * @returns {Message}
 */
export function messageOf(item, me, find) {
  const answered = item.reply_to ? find(item.reply_to) : undefined;
  return {
    id: item.message_id ?? item.client_id,
    conversation: item.conversation,
    // Behind everything that has a place already.
    seq: Infinity,
    updated_seq: 0,
    sender: me,
    client_id: item.client_id,
    body: item.body,
    mentions: [],
    reply_to: answered ? answerTo(answered) : null,
    attachments: [],
    reactions: [],
    created_at: new Date(item.createdAt).toISOString(),
    edited_at: null,
    deleted: false,
  };
}

/**
 * The ways of the messages that are not said yet; "sent" as long as nobody said anything after it. By
 * `client_id`.
 * @param {readonly Message[]} messages
 * @param {readonly OutgoingItem[]} outgoing
 * @param {string | undefined} me
 */
export function deliveriesOf(messages, outgoing, me) {
  /** @type {Map<string, DeliveryState>} */
  const states = new Map(outgoing.map((item) => [item.client_id, item.state]));
  const newest = messages[messages.length - 1];
  if (newest?.sender.id === me && !newest.deleted && outgoing.length === 0) states.set(newest.client_id, "sent");
  return states;
}
