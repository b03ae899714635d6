import { CookieCredentials } from "./csrf.js";
import { ApiError } from "./errors.js";

/** Where one comes in: what is refused there ends no session. */
const DOORS = new Set(["/api/auth/cookie", "/api/auth/register", "/api/auth/token"]);

/**
 * @typedef {{[name: string]: string | number | boolean | null | undefined}} Query null is left out
 */

/**
 * Sends one request as it is; rejects only where no answer came.
 * @callback Send
 * @param {string} method
 * @param {string} path
 * @param {Record<string, string>} headers
 * @param {unknown} [body]
 * @returns {Promise<Response>}
 */

/**
 * How a caller shows who it is.
 * @typedef {object} Credentials
 * @property {(method: string, send: Send) => Promise<Record<string, string>>} headers
 * @property {(error: ApiError, send: Send) => Promise<boolean>} renewed whether to try a refused call again
 * @property {(answer: any) => void} learn sees every answer
 */

/**
 * The server's calls over HTTP. Paths begin with `/api/`; answers are the parsed JSON, null where there is
 * none; every failure is an ApiError.
 */
export class Rest {
  #fetch;
  #base;
  #onSignedOut;
  #credentials;

  /**
   * @param {object} [surroundings]
   * @param {typeof globalThis.fetch} [surroundings.fetch]
   * @param {string} [surroundings.base] the server's origin, where it is not the page's own
   * @param {() => void} [surroundings.onSignedOut] called when a call shows that the session is over
   * @param {Credentials} [surroundings.credentials]
   */
  constructor({
    fetch = globalThis.fetch.bind(globalThis),
    base = "",
    onSignedOut = () => undefined,
    credentials = new CookieCredentials(),
  } = {}) {
    this.#fetch = fetch;
    this.#base = base;
    this.#onSignedOut = onSignedOut;
    this.#credentials = credentials;
  }

  /** @param {string} path @param {Query} [query] */
  get(path, query = {}) {
    const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined);
    const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
    return this.#call("GET", search ? `${path}?${search}` : path);
  }

  /**
   * Yields the pages of a list. The address of the next one is taken as a path: a proxy in front may have
   * another origin than the server thinks.
   * @param {string} path @param {Query} [query]
   * @returns {AsyncGenerator<any[], void>}
   */
  async *pages(path, query) {
    let page = await this.get(path, query);
    yield page.results;
    while (page.next) {
      page = await this.get(page.next.slice(page.next.indexOf(path)));
      yield page.results;
    }
  }

  /** @param {string} path @param {unknown} [body] */
  post(path, body) {
    return this.#call("POST", path, body);
  }

  /** @param {string} path @param {unknown} [body] */
  put(path, body) {
    return this.#call("PUT", path, body);
  }

  /** @param {string} path @param {unknown} body */
  patch(path, body) {
    return this.#call("PATCH", path, body);
  }

  /** @param {string} path */
  delete(path) {
    return this.#call("DELETE", path);
  }

  /** @param {string} method @param {string} path @param {unknown} [body] @returns {Promise<any>} */
  async #call(method, path, body) {
    let response = await this.#attempt(method, path, body);
    let error = await failure(response);
    if (error && (await this.#credentials.renewed(error, this.#send))) {
      response = await this.#attempt(method, path, body);
      error = await failure(response);
    }
    if (error) throw this.#noticed(error, path);
    const answer = await read(response);
    this.#credentials.learn(answer);
    return answer;
  }

  /** @param {string} method @param {string} path @param {unknown} body */
  async #attempt(method, path, body) {
    return this.#send(method, path, await this.#credentials.headers(method, this.#send), body);
  }

  /** @type {Send} */
  #send = async (method, path, headers, body) => {
    const content = body === undefined ? undefined : JSON.stringify(body);
    const typed = content === undefined ? headers : { ...headers, "Content-Type": "application/json" };
    try {
      return await this.#fetch(this.#base + path, {
        method,
        headers: { Accept: "application/json", ...typed },
        body: content,
        credentials: "same-origin",
        cache: "no-store",
      });
    } catch {
      throw ApiError.offline();
    }
  };

  /**
   * A 401 that names a field is about a password just typed, and one at the door about who is not in yet.
   * @param {ApiError} error @param {string} path
   */
  #noticed(error, path) {
    if (error.status === 401 && error.attr === null && !DOORS.has(path)) this.#onSignedOut();
    return error;
  }
}

/** @param {Response} response */
async function failure(response) {
  return response.ok ? null : ApiError.from(response);
}

/**
 * An answer that breaks off, or is no JSON (a captive portal's page), is as good as none.
 * @param {Response} response
 */
async function read(response) {
  if (response.status === 204) return null;
  return response.json().catch(() => {
    throw ApiError.offline();
  });
}
