/**
 * What an entry of the log does to a message and to a conversation. Nothing here changes its arguments: the
 * same object comes back where nothing changed, so that whoever watches can tell by identity.
 *
 * @import { Reader } from "./parts.js"
 * @import { ChangeEntry, Conversation, ConversationUpdatedEntry, Entry, Message } from "./types.js"
 * @import { MessageEditedEntry, MessageEntry, Reaction, ReactionEntry } from "./types.js"
 */

/** From here on the server stops counting, and so does the client. */
const UNREAD_CAP = 100;
const EXCERPT_CHARS = 120;

/** @param {MessageEntry} entry */
export function messageOf(entry) {
  const { type: _type, at: _at, actor: _actor, ...message } = entry;
  return message;
}

/** @param {Message} message @param {Entry} entry about this message @param {string} me */
export function applyToMessage(message, entry, me) {
  if (entry.seq <= message.updated_seq) return message;
  if (entry.type === "message_edited") return edited(message, entry);
  if (entry.type === "message_deleted") {
    const emptied = { body: null, mentions: [], reactions: [], attachments: [], deleted: true };
    return { ...message, ...emptied, updated_seq: entry.seq };
  }
  if (entry.type !== "reaction") return message;
  return { ...message, reactions: react(message.reactions, entry, me), updated_seq: entry.seq };
}

/** @param {Message} message @param {MessageEditedEntry} entry */
function edited(message, entry) {
  // A replayed edit of what was deleted since says nothing: the entry of the deletion follows.
  if (entry.body === null) return { ...message, updated_seq: entry.seq };
  const { body, mentions, edited_at } = entry;
  return { ...message, body, mentions, edited_at, updated_seq: entry.seq };
}

/** @param {Reaction[]} reactions @param {ReactionEntry} entry @param {string} me */
function react(reactions, entry, me) {
  const { emoji, count } = entry;
  const known = reactions.find((reaction) => reaction.emoji === emoji);
  const mine = entry.user === me ? entry.on : known !== undefined && known.mine;
  if (count <= 0) return reactions.filter((reaction) => reaction !== known);
  if (!known) return [...reactions, { emoji, count, mine }];
  return reactions.map((reaction) => (reaction === known ? { emoji, count, mine } : reaction));
}

/** A quotation follows what it quotes. @param {Message} message @param {Entry} entry */
export function applyToQuote(message, entry) {
  if (entry.type !== "message_edited" && entry.type !== "message_deleted") return message;
  if (message.reply_to?.id !== entry.message_id) return message;
  const said = entry.type === "message_edited" ? entry.body : "";
  if (said === null) return message;
  const excerpt = Array.from(said.slice(0, 2 * EXCERPT_CHARS))
    .slice(0, EXCERPT_CHARS)
    .join("");
  return { ...message, reply_to: { ...message.reply_to, excerpt } };
}

/** @param {Conversation} conversation @param {Entry} entry @param {Reader} reader */
export function applyToConversation(conversation, entry, reader) {
  if (entry.seq <= conversation.head) return conversation;
  return { ...conversation, ...consequences(conversation, entry, reader), head: entry.seq };
}

/** @param {Conversation} conversation @param {Entry} entry @param {Reader} reader */
function consequences(conversation, entry, reader) {
  switch (entry.type) {
    case "message":
      return said(conversation, messageOf(entry), entry.at, reader.me);
    case "message_edited":
    case "reaction":
      return lastMessage(conversation, entry, reader.me);
    case "message_deleted":
      return {
        ...unsaid(conversation, entry.message_id, reader),
        ...lastMessage(conversation, entry, reader.me),
      };
    case "member_joined":
      return { members_count: conversation.members_count + 1 };
    case "member_left":
      return { members_count: Math.max(0, conversation.members_count - 1) };
    case "member_role":
      return entry.user === reader.me ? { role: entry.role } : {};
    case "conversation_updated":
      return described(conversation, entry);
    default:
      return {};
  }
}

/** @param {Conversation} conversation @param {Message} message @param {string} at @param {string} me */
function said(conversation, message, at, me) {
  const latest = { last_message: message, last_activity_at: at };
  if (message.sender.id === me) {
    return { ...latest, read_seq: Math.max(conversation.read_seq, message.seq), unread: 0 };
  }
  const counts = !message.deleted && message.seq > conversation.read_seq;
  return { ...latest, unread: Math.min(UNREAD_CAP, conversation.unread + (counts ? 1 : 0)) };
}

/** @param {Conversation} conversation @param {string} messageId @param {Reader} reader */
function unsaid(conversation, messageId, reader) {
  if (conversation.unread === 0) return {};
  const message = reader.find(messageId) ?? conversation.last_message;
  if (conversation.unread >= UNREAD_CAP || message?.id !== messageId) {
    reader.recount(conversation.id);
    return {};
  }
  const counted = !message.deleted && message.sender.id !== reader.me && message.seq > conversation.read_seq;
  return counted ? { unread: conversation.unread - 1 } : {};
}

/** @param {Conversation} conversation @param {ChangeEntry} entry @param {string} me */
function lastMessage(conversation, entry, me) {
  const last = conversation.last_message;
  return last?.id === entry.message_id ? { last_message: applyToMessage(last, entry, me) } : {};
}

/** @param {Conversation} conversation @param {ConversationUpdatedEntry} entry */
function described(conversation, entry) {
  return { title: entry.title ?? conversation.title, history: entry.history ?? conversation.history };
}

/**
 * Two views of one conversation, one told by the log, one by an answer of the server, which may overtake each
 * other.
 * @param {Conversation | undefined} known @param {Conversation} fetched
 */
export function mergeConversation(known, fetched) {
  if (!known) return fetched;
  if (fetched.head < known.head) return { ...known, ...unlogged(fetched), ...readPosition(known, fetched) };
  return { ...fetched, ...readPosition(known, fetched) };
}

/** What no entry tells, so that an older answer still knows better. @param {Conversation} fetched */
function unlogged(fetched) {
  const { muted_until, peer, visible_from, slug } = fetched;
  return { muted_until, peer, visible_from, slug };
}

/** @param {Conversation} known @param {Conversation} fetched */
function readPosition(known, fetched) {
  if (fetched.read_seq < known.read_seq) {
    // One's own reading has not reached the server yet; what came since then is counted from here.
    return { read_seq: known.read_seq, unread: fetched.head > known.head ? fetched.unread : known.unread };
  }
  if (fetched.head < known.head) return { read_seq: fetched.read_seq };
  return { read_seq: fetched.read_seq, unread: fetched.unread };
}

/**
 * Another device may have read further than this one has heard: then what comes next is read already.
 *
 * @param {Conversation} conversation
 * @param {number} seq  read up to here
 * @param {(after: number) => number | null} countAfter
 *   the undeleted messages of others after this `seq`, if known
 */
export function markRead(conversation, seq, countAfter) {
  if (seq <= conversation.read_seq) return { conversation, known: true };
  const rest = seq >= conversation.head ? 0 : countAfter(seq);
  const unread = rest ?? conversation.unread;
  return { conversation: { ...conversation, read_seq: seq, unread }, known: rest !== null };
}

/** Newest first; ids break ties, as on the server. @param {Conversation} one @param {Conversation} other */
export function byActivity(one, other) {
  if (one.last_activity_at !== other.last_activity_at) {
    return one.last_activity_at < other.last_activity_at ? 1 : -1;
  }
  return one.id < other.id ? 1 : -1;
}
