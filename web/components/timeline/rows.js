/**
 * What stands in the log, line by line: day lines, the first-unread line, messages grouped by their writer,
 * the folded messages of blocked people, and what is said about one's own messages and about readers.
 *
 * @import { DeliveryState, Message, OutgoingItem, PastCall, Row, UserBrief, View } from "./types.js"
 */
import { indexOf } from "./viewport.js";

const GROUP_MS = 5 * 60 * 1000;

/** In larger conversations the server does not tell who read, and nobody wants to know. */
export const MOST_MEMBERS = 50;

/** @param {string} at */
function dayOf(at) {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;
}

/**
 * Own messages are known by the id that the client gave them: they exist before the server has named them.
 * @type {(message: Message, me: string | undefined) => string}
 */
function keyOf(message, me) {
  return message.sender.id === me ? `own:${message.client_id}` : message.id;
}

/** @type {(message: Message, previous: Message | undefined) => boolean} */
function continues(message, previous) {
  if (!previous || previous.sender.id !== message.sender.id || message.reply_to) return false;
  return Date.parse(message.created_at) - Date.parse(previous.created_at) <= GROUP_MS;
}

/** @param {Row[]} rows @param {Message} message */
function fold(rows, message) {
  const last = rows[rows.length - 1];
  if (last?.kind === "blocked") last.messages.push(message);
  else rows.push({ kind: "blocked", key: `blocked:${message.id}`, messages: [message] });
}

/**
 * The unread position may be an entry that is no message, so the line stands before the next message.
 * @type {(message: Message, previous: Message | undefined, view: View) => boolean}
 */
function isFirstUnread(message, previous, { firstUnread, atStart }) {
  if (firstUnread === null || message.seq < firstUnread) return false;
  return previous ? previous.seq < firstUnread : atStart;
}

/**
 * @param {Message[]} messages  the part of the log that is in the document
 * @param {Message | undefined} before  the message before that part, if any
 * @param {View} view
 */
export function rowsOf(messages, before, view) {
  /** @type {Row[]} */
  const rows = [];
  const calls = [...view.calls];
  const dated = datedBy(rows, before && dayOf(before.created_at));
  let previous = before;
  for (const message of messages) {
    const { created_at: at, id, sender } = message;
    const separated = rows.length;
    while (calls[0] && calls[0].at < at) addCall(rows, dated, calls.shift());
    dated(at, id);
    if (isFirstUnread(message, previous, view)) rows.push({ kind: "unread", key: "unread" });
    const parted = rows.length > separated || rows[rows.length - 1]?.kind === "blocked";
    const leads = parted || !continues(message, previous);
    if (view.blocks.has(sender.id) && !view.revealed.has(id)) fold(rows, message);
    else rows.push({ kind: "message", key: keyOf(message, view.me), message, leads });
    previous = message;
  }
  for (const call of calls) addCall(rows, dated, call);
  return rows;
}

/** What writes a line whenever another day begins. @param {Row[]} rows @param {string | undefined} today */
function datedBy(rows, today) {
  return (/** @type {string} */ at, /** @type {string} */ id) => {
    const day = dayOf(at);
    if (day !== today) rows.push({ kind: "day", key: `day:${day}:${id}`, at });
    today = day;
  };
}

/** @param {Row[]} rows @param {ReturnType<typeof datedBy>} dated @param {PastCall | undefined} call */
function addCall(rows, dated, call) {
  if (!call) return;
  dated(call.at, call.id);
  rows.push({ kind: "call", key: `call:${call.id}`, call });
}

/**
 * The calls that belong between the messages shown.
 * @param {PastCall[]} calls oldest first
 * @param {Message | undefined} first  the message that they come after; none: those from the beginning on
 * @param {Message | undefined} last  the message that they come before; none: those up to now
 */
export function callsBetween(calls, first, last) {
  return calls.filter(({ at }) => (!first || at > first.created_at) && (!last || at < last.created_at));
}

/**
 * What is on its way, as a message at the end of the log, so that one row stays the same from sending to sent.
 * @type {(item: OutgoingItem, me: UserBrief, find: (id: string) => Message | undefined) => Message}
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
    reply_to: answered ? { id: answered.id, sender: answered.sender, excerpt: answered.body ?? "" } : null,
    attachments: item.attachments ?? [],
    reactions: [],
    created_at: new Date(item.createdAt).toISOString(),
    edited_at: null,
    deleted: false,
  };
}

/**
 * The ways of the messages that are not said yet; "sent" as long as nobody said anything after it. By
 * `client_id`.
 * @param {Message[]} messages
 * @param {OutgoingItem[]} outgoing
 * @param {string | undefined} me
 */
export function deliveriesOf(messages, outgoing, me) {
  /** @type {Map<string, DeliveryState>} */
  const states = new Map(outgoing.map((item) => [item.client_id, item.state]));
  const newest = messages[messages.length - 1];
  if (newest?.sender.id === me && !newest.deleted && outgoing.length === 0) states.set(newest.client_id, "sent");
  return states;
}

/**
 * At which message to show that somebody has read up to there. Ids of the readers, with spaces between, by
 * the id of the message: a text, for it compares by value.
 * @param {Message[]} messages  those in the document
 * @param {ReadonlyMap<string, number>} receipts
 * @param {ReadonlySet<string | undefined>} hidden  oneself, and whom one blocked
 * @param {boolean} atEnd  whether `messages` ends with the newest one
 */
export function readersOf(messages, receipts, hidden, atEnd) {
  // Who writes has read: the contract moves their position without a word.
  const spoken = new Map(messages.map(({ sender, seq }) => [sender.id, seq]));
  /** @type {Map<string, string>} */
  const readers = new Map();
  for (const [user, seq] of receipts) {
    const index = indexOf(messages, Math.max(seq, spoken.get(user) ?? 0) + 1) - 1;
    const message = messages[index];
    const beyond = index === messages.length - 1 && !atEnd;
    if (hidden.has(user) || !message || beyond || message.sender.id === user) continue;
    const others = readers.get(message.id);
    readers.set(message.id, others ? `${others} ${user}` : user);
  }
  return readers;
}
