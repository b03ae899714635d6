/** @import { Frame } from "./types.js" */

/**
 * Why a command failed. `code` is one of the contract's section 5, or `offline`: no answer came, the outcome
 * is open.
 */
export class SyncError extends Error {
  /**
   * @param {string} code
   * @param {string} detail
   * @param {{retryable?: boolean, retryAfter?: number | null}} [again] `retryAfter` in seconds
   */
  constructor(code, detail, { retryable = false, retryAfter = null } = {}) {
    super(detail || code);
    this.name = "SyncError";
    this.code = code;
    this.detail = detail;
    this.retryable = retryable;
    this.retryAfter = retryAfter;
    /** The same shape as the errors of REST; the realtime ones name no field. @type {string | null} */
    this.attr = null;
  }

  static offline() {
    return new SyncError("offline", "There is no connection.", { retryable: true });
  }

  /** @param {Frame} frame an `error` frame */
  static from(frame) {
    const { code, detail, retryable, retry_after: retryAfter } = frame;
    return new SyncError(String(code), String(detail ?? ""), { retryable: retryable === true, retryAfter });
  }
}
