import { ApiError } from "./errors.js";

/** @import { Credentials, Query, RestOptions, Send, Write } from "./types.js" */
/** @import { Register, SignIn, SignOut, WhoAmI } from "./types.js" */

const SESSION = "/api/auth/cookie";
const SAFE = new Set(["GET", "HEAD"]);
/** Where one comes in: what is refused there ends no session. */
const DOORS = new Set([SESSION, "/api/auth/register", "/api/auth/token"]);

/**
 * The server's calls over HTTP. Paths begin with `/api/`; answers are the parsed JSON, null where there is
 * none; every failure is an ApiError.
 */
export class Rest {
  #fetch;
  #base;
  #onSignedOut;
  #credentials;

  /** @param {RestOptions} [options] */
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

  /** @type {Write} */
  post = (path, body) => this.#call("POST", path, body);

  /** @type {Write} */
  put = (path, body) => this.#call("PUT", path, body);

  /** @type {Write} */
  patch = (path, body) => this.#call("PATCH", path, body);

  /** @type {Write} */
  delete = (path) => this.#call("DELETE", path);

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

  /** @type {Credentials["headers"]} */
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

/** @type {SignIn} */
export function signIn(rest, { username, password }) {
  return rest.post(SESSION, { username, password });
}

/** Makes an account, and signs in with it. @type {Register} */
export function register(rest, registration) {
  return rest.post("/api/auth/register", { ...registration, cookie: true });
}

/** @type {SignOut} */
export function signOut(rest) {
  return rest.delete(SESSION);
}

/** @type {WhoAmI} */
export function whoAmI(rest) {
  return rest.get(SESSION);
}
