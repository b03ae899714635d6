import { ApiError } from "./errors.js";

/** @import { Credentials, Send } from "./rest.js" */

const SESSION = "/api/auth/cookie";
const SAFE = new Set(["GET", "HEAD"]);

/**
 * Who calls is in the browser's HttpOnly cookie; that the call is meant is shown by a token which other
 * origins cannot read. A sign-in changes the token: whoever uses an old one is refused, and asks for the new.
 * @implements {Credentials}
 */
export class CookieCredentials {
  /** @type {string | null} */
  #token = null;
  /** @type {Promise<string> | null} */
  #asking = null;

  /** @param {string} method @param {Send} send @returns {Promise<Record<string, string>>} */
  async headers(method, send) {
    if (SAFE.has(method)) return {};
    return { "X-CSRFToken": this.#token ?? (await this.#ask(send)) };
  }

  /** Returns whether a refused call has new credentials to try. @param {ApiError} error */
  async renewed(error) {
    if (error.status !== 403 || !error.detail.startsWith("CSRF")) return false;
    this.#token = null;
    return true;
  }

  /** Answers of the session's own address carry the token. @param {any} answer */
  learn(answer) {
    if (typeof answer?.csrf_token === "string") this.#token = answer.csrf_token;
  }

  /** Several calls at once share one question. @param {Send} send */
  async #ask(send) {
    this.#asking ??= this.#fetchToken(send).finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  /** @param {Send} send @returns {Promise<string>} */
  async #fetchToken(send) {
    const response = await send("GET", SESSION, {});
    if (!response.ok) throw await ApiError.from(response);
    this.learn(await response.json());
    return this.#token ?? "";
  }
}
