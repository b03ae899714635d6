/**
 * Two views of one conversation, one told by the log, one by an answer of the server, which may overtake each
 * other.
 *
 * @import { Conversation } from "./types.js"
 */

/**
 * @param {Conversation | undefined} known
 * @param {Conversation} fetched
 * @returns {Conversation}
 */
export function mergeConversation(known, fetched) {
  if (!known) return fetched;
  if (fetched.head < known.head) return { ...known, ...unlogged(fetched), ...readPosition(known, fetched) };
  return { ...fetched, ...readPosition(known, fetched) };
}

/**
 * What no entry of the log tells, so that an older answer still knows better.
 *
 * @param {Conversation} fetched
 * @returns {Partial<Conversation>}
 */
function unlogged(fetched) {
  const { muted_until, peer, visible_from, slug } = fetched;
  return { muted_until, peer, visible_from, slug };
}

/**
 * @param {Conversation} known
 * @param {Conversation} fetched
 * @returns {Partial<Conversation>}
 */
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
 * @returns {{conversation: Conversation, known: boolean}}
 */
export function markRead(conversation, seq, countAfter) {
  if (seq <= conversation.read_seq) return { conversation, known: true };
  const rest = seq >= conversation.head ? 0 : countAfter(seq);
  const unread = rest ?? conversation.unread;
  return { conversation: { ...conversation, read_seq: seq, unread }, known: rest !== null };
}

/**
 * Newest activity first; ids break ties, as the server does it.
 *
 * @param {Conversation} one
 * @param {Conversation} other
 */
export function byActivity(one, other) {
  if (one.last_activity_at !== other.last_activity_at) {
    return one.last_activity_at < other.last_activity_at ? 1 : -1;
  }
  return one.id < other.id ? 1 : -1;
}
