/**
 * At which message to show that somebody has read up to there.
 *
 * @import { Message } from "../../state/types.js"
 */
import { indexOf } from "./window.js";

/** In larger conversations the server does not tell, and nobody wants to know. */
export const MOST_MEMBERS = 50;

/**
 * Ids of the readers, with spaces between, by the id of the message: a text, for it compares by value.
 * @param {readonly Message[]} messages  those in the document
 * @param {ReadonlyMap<string, number>} receipts
 * @param {ReadonlySet<string | undefined>} hidden  oneself, and whom one blocked
 * @param {boolean} atEnd  whether `messages` ends with the newest one
 * @returns {Map<string, string>}
 */
export function readersOf(messages, receipts, hidden, atEnd) {
  /** @type {Map<string, string>} */
  const readers = new Map();
  const spoken = lastSpoken(messages);
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

/**
 * Who writes has read: the contract moves their position without a word.
 * @param {readonly Message[]} messages
 */
function lastSpoken(messages) {
  /** @type {Map<string, number>} */
  const spoken = new Map();
  for (const message of messages) spoken.set(message.sender.id, message.seq);
  return spoken;
}
