/**
 * The server over HTTP and WebSocket: docs/clients.md shows how to use it. The page itself loads no more than
 * what it needs.
 */

export { BearerCredentials } from "./bearer.js";
export { ApiError } from "./errors.js";
export { CookieCredentials, Rest, register, signIn, signOut, whoAmI } from "./rest.js";
export { Socket, systemClock } from "./socket.js";

/** @typedef {import("./types.js").UserBrief} UserBrief */
