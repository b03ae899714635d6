/**
 * What the composer of a conversation is about besides a new message: an answer to one, or the editing of
 * one.
 *
 * @import { Message } from "../../state/types.js"
 * @import { Signal } from "../../vendor/signals-core.js"
 * @typedef {{kind: "reply" | "edit", message: Message}} Intent
 */
import { signal } from "../../vendor/signals-core.js";

/** @type {Map<string, Signal<Intent | null>>} */
const intents = new Map();

/**
 * @param {string} conversation
 * @returns {Signal<Intent | null>}
 */
export function intentOf(conversation) {
  const known = intents.get(conversation);
  if (known) return known;
  /** @type {Signal<Intent | null>} */
  const made = signal(null);
  intents.set(conversation, made);
  return made;
}

/** @param {Message} message */
export function replyTo(message) {
  intentOf(message.conversation).value = { kind: "reply", message };
}

/** @param {Message} message */
export function startEditing(message) {
  intentOf(message.conversation).value = { kind: "edit", message };
}

/**
 * The conversation that was last written to on this page, anew with every message: the log goes to its end.
 */
export const written = signal(/** @type {{conversation: string} | null} */ (null));
