/**
 * The shapes that the state machine and its surroundings share. Frames and entries are the wire contract's
 * (docs/protocol.md, section 4): times in milliseconds of the given clock, spans of the contract in seconds.
 */

/**
 * A frame, either way. Its fields are whatever the server says, unknown ones included: hence `any`.
 * @typedef {{type: string, [field: string]: any}} Frame
 */

/**
 * A log entry: a frame with its place in a conversation's log.
 * @typedef {Frame & {conversation: string, seq: number}} Entry
 */

/**
 * @typedef {object} Clock
 * @property {() => number} now milliseconds
 * @property {(ms: number, callback: () => void) => () => void} after calls back once; returns what cancels
 * @property {() => number} random from 0 up to, and without, 1
 */

/**
 * Why a channel ended.
 * @typedef {object} Closing
 * @property {number} code the close code, or the closest to it that the transport tells
 * @property {Frame | null} [goodbye] the server's last words
 * @property {number | null} [retryAfter] seconds before which a new attempt is refused for certain
 */

/**
 * Called from the event loop, never from within `open`, `send` or `close`; and not at all after `close`.
 * @typedef {object} WireHandlers
 * @property {() => void} opened
 * @property {(frame: Frame) => void} frame
 * @property {(closing: Closing) => void} closed
 */

/** @typedef {{send: (frame: Frame) => void, close: () => void}} Channel */

/** @typedef {{open: (handlers: WireHandlers) => Channel}} Wire */

/** @typedef {{state: "offline" | "connecting" | "online" | "waiting", retryAt: number | null}} LinkState */

/**
 * A message on its way.
 * @typedef {object} OutgoingItem
 * @property {string} client_id
 * @property {string} conversation
 * @property {string} body
 * @property {string | null} reply_to
 * @property {"sending" | "sent" | "failed"} state
 * @property {{code: string, detail: string} | null} error
 * @property {string} [message_id]
 * @property {number} [seq]
 * @property {number} createdAt
 */

/**
 * Where outgoing messages are kept, shared by all that write for one account (the tabs of a browser).
 * @typedef {object} Queue
 * @property {() => Promise<OutgoingItem[]>} load all, in the order in which they were first put
 * @property {(item: OutgoingItem) => Promise<void>} put adds, or replaces in its place
 * @property {(client_id: string) => Promise<void>} remove
 * @property {() => boolean} holder whether this one is to send
 * @property {(() => void) | null} onchange set by Sync; to be called when another changed it, or the holder
 */

/**
 * What Sync tells. Every method may be left out.
 * @typedef {object} Listener
 * @property {(conversation: string, entries: Entry[]) => void} [entries] the next ones: no gap, none twice
 * @property {(conversation: string) => void} [reset] no longer followed: load the history, then follow again
 * @property {(conversation: string) => void} [gone] no longer followed: not a member, or deleted
 * @property {(conversation: {id: string, head: number, [field: string]: any}) => void} [added]
 * @property {(conversation: string) => void} [removed]
 * @property {(frame: Frame) => void} [ephemeral] typing, presence, receipt, calls, and what is unknown
 * @property {(state: LinkState) => void} [link]
 * @property {(frame: Frame) => void} [welcome]
 * @property {(version: number) => void} [userVersion]
 * @property {(item: OutgoingItem) => void} [outgoing] an item as it now is
 * @property {(client_id: string) => void} [withdrawn] left the queue: discarded, or sent by another
 * @property {(heads: {[conversation: string]: {head: number, read_seq: number}}) => void} [heads]
 * @property {(code: number) => void} [signedOut] 4401 or 4403: no further attempt until `start`
 */

export {};
