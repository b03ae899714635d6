/** @import { Rest } from "./rest.js" */

/** @typedef {{id: string, username: string, display_name: string, avatar_url: string | null}} UserBrief */

const SESSION = "/api/auth/cookie";

/**
 * Signs in by the browser's cookie.
 * @param {Rest} rest
 * @param {{username: string, password: string}} credentials
 * @returns {Promise<{user: UserBrief}>}
 */
export function signIn(rest, { username, password }) {
  return rest.post(SESSION, { username, password });
}

/**
 * Makes an account, and signs in by the browser's cookie.
 * @param {Rest} rest
 * @param {{username: string, password: string, display_name?: string, email?: string}} registration
 * @returns {Promise<{user: UserBrief}>}
 */
export function register(rest, registration) {
  return rest.post("/api/auth/register", { ...registration, cookie: true });
}

/** @param {Rest} rest @returns {Promise<null>} */
export function signOut(rest) {
  return rest.delete(SESSION);
}

/** @param {Rest} rest @returns {Promise<{user: UserBrief | null}>} */
export function whoAmI(rest) {
  return rest.get(SESSION);
}
