/** The server over HTTP and WebSocket: docs/clients.md shows how to use it. */

export { BearerCredentials } from "./bearer.js";
export { systemClock } from "./clock.js";
export { CookieCredentials } from "./csrf.js";
export { ApiError } from "./errors.js";
export { Rest } from "./rest.js";
export { register, signIn, signOut, whoAmI } from "./session.js";
export { Socket } from "./socket.js";

/** @typedef {import("./session.js").UserBrief} UserBrief */
