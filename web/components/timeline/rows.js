/**
 * What stands in the log, line by line: day lines, the first-unread line, messages grouped by their writer,
 * and the folded messages of blocked people.
 *
 * @typedef {import("../../state/types.js").Message} Message
 * @typedef {{kind: "day", key: string, at: string}} DayRow
 * @typedef {{kind: "unread", key: string}} UnreadRow
 * @typedef {{kind: "message", key: string, message: Message, leads: boolean}} MessageRow  `leads`: begins a group
 * @typedef {{kind: "blocked", key: string, messages: Message[]}} BlockedRow
 * @typedef {DayRow | UnreadRow | MessageRow | BlockedRow} Row
 *
 * @typedef {object} View
 * @property {string | undefined} me  whose own messages keep their place in the document from sending on
 * @property {number | null} firstUnread
 * @property {boolean} atStart  whether nothing was written before the first message that is loaded
 * @property {ReadonlySet<string>} blocks
 * @property {ReadonlySet<string>} revealed  ids of blocked people's messages that the reader unfolded
 */

const GROUP_MS = 5 * 60 * 1000;

/** @param {string} at */
function dayOf(at) {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;
}

/**
 * Own messages are known by the id that the client gave them: they exist before the server has named them.
 * @param {Message} message
 * @param {string | undefined} me
 */
export function keyOf(message, me) {
  return message.sender.id === me ? `own:${message.client_id}` : message.id;
}

/**
 * @param {Message} message
 * @param {Message | undefined} previous
 */
function continues(message, previous) {
  if (!previous || previous.sender.id !== message.sender.id || message.reply_to) return false;
  return Date.parse(message.created_at) - Date.parse(previous.created_at) <= GROUP_MS;
}

/**
 * @param {Message} message
 * @param {View} view
 */
function isFolded(message, view) {
  return view.blocks.has(message.sender.id) && !view.revealed.has(message.id);
}

/**
 * @param {Row[]} rows
 * @param {Message} message
 */
function fold(rows, message) {
  const last = rows[rows.length - 1];
  if (last?.kind === "blocked") last.messages.push(message);
  else rows.push({ kind: "blocked", key: `blocked:${message.id}`, messages: [message] });
}

/**
 * @param {Message[]} messages  the part of the log that is in the document
 * @param {Message | undefined} before  the message before that part, if any
 * @param {View} view
 * @returns {Row[]}
 */
export function rowsOf(messages, before, view) {
  /** @type {Row[]} */
  const rows = [];
  let previous = before;
  for (const message of messages) {
    const day = dayOf(message.created_at);
    const separated = rows.length;
    if (!previous || dayOf(previous.created_at) !== day) {
      rows.push({ kind: "day", key: `day:${day}:${message.seq}`, at: message.created_at });
    }
    if (isFirstUnread(message, previous, view)) rows.push({ kind: "unread", key: "unread" });
    const parted = rows.length > separated || rows[rows.length - 1]?.kind === "blocked";
    const leads = parted || !continues(message, previous);
    if (isFolded(message, view)) fold(rows, message);
    else rows.push({ kind: "message", key: keyOf(message, view.me), message, leads });
    previous = message;
  }
  return rows;
}

/**
 * The unread position may be an entry that is no message, so the line stands before the next message.
 * @param {Message} message
 * @param {Message | undefined} previous
 * @param {View} view
 */
function isFirstUnread(message, previous, view) {
  const { firstUnread, atStart } = view;
  if (firstUnread === null || message.seq < firstUnread) return false;
  return previous ? previous.seq < firstUnread : atStart;
}
