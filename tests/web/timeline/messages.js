/** Messages as the server gives them, with only what a test is about. */

/** @typedef {import("../../../web/state/types.js").Message} Message */

/**
 * @param {number} seq
 * @param {string} [sender]
 * @param {Partial<Message>} [fields]
 * @returns {Message}
 */
export function said(seq, sender = "alice", fields = {}) {
  return {
    id: `m${seq}`, conversation: "c", seq, updated_seq: seq, client_id: `k${seq}`, body: `message ${seq}`,
    sender: { id: sender, username: sender, display_name: sender, avatar_url: null },
    mentions: [], reply_to: null, attachments: [], reactions: [], edited_at: null, deleted: false,
    created_at: new Date(2026, 2, 3, 12, 0, seq).toISOString(),
    ...fields,
  };
}

/** @param {number} count @param {string} [sender] */
export function manySaid(count, sender) {
  return Array.from({ length: count }, (_, index) => said(index + 1, sender));
}
