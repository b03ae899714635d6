/** @typedef {{status?: number, body?: unknown, headers?: Record<string, string>}} Answer */
/** @typedef {{method: string, path: string, headers: Headers, body: any}} Call */

/** A server at the other end of `fetch`: answers what the test says, and remembers what it was asked. */
export class FakeServer {
  /** @type {Call[]} */
  calls = [];
  /** @type {Map<string, ((call: Call) => Answer)[]>} */
  #answers = new Map();

  /**
   * Answers the next such call; the last one given answers all that follow.
   * @param {string} methodAndPath @param {Answer | ((call: Call) => Answer)} answer
   */
  on(methodAndPath, answer) {
    const answers = this.#answers.get(methodAndPath) ?? [];
    answers.push(typeof answer === "function" ? answer : () => answer);
    this.#answers.set(methodAndPath, answers);
    return this;
  }

  /** @type {typeof globalThis.fetch} */
  fetch = async (path, { method = "GET", headers, body } = {}) => {
    const content = body ? JSON.parse(String(body)) : null;
    const call = { method, path: String(path), headers: new Headers(headers), body: content };
    this.calls.push(call);
    const answers = this.#answers.get(`${method} ${call.path.split("?")[0]}`) ?? [];
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (!answer) throw new TypeError("fetch failed");
    const { status = 200, body: said = null, headers: extra = {} } = answer(call);
    const text = typeof said === "string" ? said : JSON.stringify(said);
    return new Response(status === 204 ? null : text, { status, headers: extra });
  };

  /** @param {string} method */
  callsOf(method) {
    return this.calls.filter((call) => call.method === method);
  }
}

/**
 * @param {number} status
 * @param {string} code
 * @param {string} [detail]
 * @param {string | null} [attr]
 * @returns {Answer}
 */
export function refusal(status, code, detail = "", attr = null) {
  return { status, body: { type: "client_error", errors: [{ code, detail, attr }] } };
}
