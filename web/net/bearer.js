import { ApiError } from "./errors.js";

/** @import { Credentials, Send, Tokens } from "./types.js" */

/**
 * Tokens instead of a cookie, for programs outside a browser. They are taken from the answers that bring
 * them: signing in is `rest.post("/api/auth/token", { username, password })`.
 * @implements {Credentials}
 */
export class BearerCredentials {
  #tokens;
  #keep;
  /** @type {Promise<boolean> | null} */
  #renewing = null;

  /**
   * @param {Tokens | null} [tokens] of an earlier run
   * @param {(tokens: Tokens) => void} [keep] called with new ones: a refresh token works once
   */
  constructor(tokens = null, keep = () => undefined) {
    this.#tokens = tokens;
    this.#keep = keep;
  }

  /** @returns {Promise<Record<string, string>>} */
  async headers() {
    return this.#tokens ? { Authorization: `Bearer ${this.#tokens.access}` } : {};
  }

  /** Returns whether a refused call has new credentials to try. @param {ApiError} error @param {Send} send */
  async renewed(error, send) {
    if (!this.#tokens || error.status !== 401 || error.attr !== null) return false;
    this.#renewing ??= this.#renew(this.#tokens, send).finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  /** @param {any} answer */
  learn(answer) {
    if (typeof answer?.access !== "string" || typeof answer.refresh !== "string") return;
    const { access, refresh } = answer;
    this.#tokens = { access, refresh };
    this.#keep(this.#tokens);
  }

  /** @param {Tokens} tokens @param {Send} send */
  async #renew({ refresh }, send) {
    const response = await send("POST", "/api/auth/token/refresh", {}, { refresh });
    if (response.status === 401) return false;
    if (!response.ok) throw await ApiError.from(response);
    this.learn(await response.json());
    return true;
  }
}
