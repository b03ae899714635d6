/** @import { Complaint } from "./types.js" */

/**
 * The contract's codes (docs/protocol.md, section 5) for answers that a proxy gave in the server's place.
 * @type {Record<number, string>}
 */
const CODE_OF_STATUS = {
  400: "invalid",
  401: "unauthenticated",
  403: "forbidden",
  404: "not_found",
  405: "method_not_allowed",
  409: "conflict",
  413: "too_large",
  429: "rate_limited",
  502: "unavailable",
  503: "unavailable",
  504: "unavailable",
};
const RETRYABLE = new Set(["offline", "rate_limited", "unavailable"]);

/** A call that was refused, or (`status` 0, code `offline`) never answered: its outcome is open then. */
export class ApiError extends Error {
  name = "ApiError";

  /**
   * @param {number} status of HTTP
   * @param {Complaint[]} errors at least one; the first speaks for all
   * @param {number | null} [retryAfter] seconds
   */
  constructor(status, errors, retryAfter = null) {
    const [{ code, detail, attr }] = errors;
    super(detail || code);
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.attr = attr;
    this.errors = errors;
    this.retryAfter = retryAfter;
  }

  get retryable() {
    return RETRYABLE.has(this.code);
  }

  static offline() {
    return new ApiError(0, [{ code: "offline", detail: "There is no connection.", attr: null }]);
  }

  /** @param {Response} response */
  static async from(response) {
    const seconds = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
    const retryAfter = Number.isNaN(seconds) ? null : seconds;
    const body = await response.json().catch(() => null);
    return new ApiError(response.status, complaints(body) ?? [unspoken(response.status)], retryAfter);
  }
}

/** @param {any} body whatever was answered @returns {Complaint[] | null} */
function complaints(body) {
  const errors = body?.errors;
  return Array.isArray(errors) && typeof errors[0]?.code === "string" ? errors : null;
}

/** @param {number} status @returns {Complaint} */
function unspoken(status) {
  return { code: CODE_OF_STATUS[status] ?? "error", detail: `HTTP ${status}`, attr: null };
}
