/** The state machine that keeps a client in step with the server: docs/clients.md shows how to use it. */

export { SyncError } from "./commands.js";
export { MemoryQueue } from "./queue.js";
export { Sync } from "./sync.js";

/** @typedef {import("./types.js").Channel} Channel */
/** @typedef {import("./types.js").Clock} Clock */
/** @typedef {import("./types.js").Closing} Closing */
/** @typedef {import("./types.js").Entry} Entry */
/** @typedef {import("./types.js").Frame} Frame */
/** @typedef {import("./types.js").LinkState} LinkState */
/** @typedef {import("./types.js").Listener} Listener */
/** @typedef {import("./types.js").OutgoingItem} OutgoingItem */
/** @typedef {import("./types.js").Queue} Queue */
/** @typedef {import("./types.js").Wire} Wire */
/** @typedef {import("./types.js").WireHandlers} WireHandlers */
