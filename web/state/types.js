/**
 * The shapes of docs/protocol.md, sections 1 to 4, as this client holds them: plain objects that never
 * change.
 *
 * @typedef {{id: string, username: string, display_name: string, avatar_url: string | null}} UserBrief
 * @typedef {UserBrief & {presence: "online" | "offline"}} UserProfile
 * @typedef {UserProfile & {email: string, version: number}} Me
 * @typedef {{emoji: string, count: number, mine: boolean}} Reaction
 * @typedef {{id: string, sender: UserBrief, excerpt: string}} ReplyTo
 *
 * @typedef {object} Message
 * @property {string} id
 * @property {string} conversation
 * @property {number} seq
 * @property {number} updated_seq
 * @property {UserBrief} sender
 * @property {string} client_id
 * @property {string | null} body
 * @property {string[]} mentions
 * @property {ReplyTo | null} reply_to
 * @property {object[]} attachments
 * @property {Reaction[]} reactions
 * @property {string} created_at
 * @property {string | null} edited_at
 * @property {boolean} deleted
 *
 * @typedef {object} Conversation
 * @property {string} id
 * @property {"direct" | "group" | "room"} kind
 * @property {string} title
 * @property {string | null} slug
 * @property {"shared" | "joined"} history
 * @property {UserBrief | null} peer
 * @property {number} head
 * @property {number} read_seq
 * @property {number} visible_from
 * @property {number} unread
 * @property {Role | null} role
 * @property {number} members_count
 * @property {Message | null} last_message
 * @property {string} last_activity_at
 * @property {string | null} muted_until
 *
 * @typedef {"owner" | "admin" | "member"} Role
 * @typedef {{user: UserBrief, role: Role, read_seq: number, joined_at: string}} Member
 * @typedef {{id: string, slug: string, title: string, members_count: number, joined: boolean}} Room
 * @typedef {{id: string, name: string, address: string | null, created_at: string, last_used_at: string,
 *   current: boolean}} DeviceSession
 *
 * @typedef {{conversation: string, seq: number, at: string, actor: string | null}} EntryPlace
 * @typedef {Message & {type: "message", at: string, actor: string | null}} MessageEntry
 * @typedef {EntryPlace & {type: "message_edited", message_id: string, body: string | null,
 *   mentions: string[],
 *   edited_at: string | null}} MessageEditedEntry
 * @typedef {EntryPlace & {type: "message_deleted", message_id: string, by: string
 *   | null}} MessageDeletedEntry
 * @typedef {EntryPlace & {type: "reaction", message_id: string, emoji: string, user: string | null,
 *   on: boolean,
 *   count: number}} ReactionEntry
 * @typedef {EntryPlace & {type: "member_joined", user: UserBrief, role: Role}} MemberJoinedEntry
 * @typedef {EntryPlace & {type: "member_left", user: string, by: string | null}} MemberLeftEntry
 * @typedef {EntryPlace & {type: "member_role", user: string, role: Role}} MemberRoleEntry
 * @typedef {EntryPlace & {type: "conversation_updated", title?: string, history?: "shared" | "joined"}}
 *   ConversationUpdatedEntry
 * @typedef {MessageEntry | MessageEditedEntry | MessageDeletedEntry | ReactionEntry | MemberJoinedEntry
 *   | MemberLeftEntry | MemberRoleEntry | ConversationUpdatedEntry} Entry
 *
 * @typedef {object} OutgoingItem
 * @property {string} client_id
 * @property {string} conversation
 * @property {string} body
 * @property {string | null} reply_to
 * @property {"sending" | "sent" | "failed"} state
 * @property {{code: string, detail: string} | null} error
 * @property {string} [message_id]
 * @property {number} [seq]
 * @property {number} createdAt  milliseconds since 1970
 *
 * @typedef {{state: "offline" | "connecting" | "online" | "waiting", retryAt: number | null}} LinkState
 * @typedef {{now(): number, after(ms: number, callback: () => void): () => void, random(): number}} Clock
 */

export {};
