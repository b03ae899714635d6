/** A server and a store for files, which do as a test says. */

/** @import { Attachment, Means, Posting } from "../../../web/files/types.js" */

import { ManualClock } from "../state/manual-clock.js";

export { settled } from "../state/manual-clock.js";

/** What is refused, as the classes of net and files refuse it. */
export class Refused extends Error {
  /** @param {string} code @param {{retryable?: boolean, retryAfter?: number}} [again] */
  constructor(code, { retryable = false, retryAfter } = {}) {
    super(code);
    this.code = code;
    this.retryable = retryable;
    this.retryAfter = retryAfter;
  }
}

/** Posts wait until the test lets them through. */
export class FakeMeans {
  clock = new ManualClock();
  /** What was asked of the server, in order. @type {string[]} */
  calls = [];
  /** The next ones fail so, by the name of the call. @type {Record<string, Error[]>} */
  failures = {};
  /** @type {{size: number, posting: Posting, arrive: () => void, fail: (error: Error) => void}[]} */
  posts = [];
  #count = 0;

  /** @type {Means["api"]} */
  api = {
    createFile: async ({ name, size, media_type }) => {
      this.#called(`create ${name} ${media_type}`);
      this.#count += 1;
      const id = `f${this.#count}`;
      this.#announced.set(id, attachment({ id, name, size, media_type }));
      return { id, upload: { url: `/store/${id}`, fields: { key: id } }, expires_in: 3600 };
    },
    completeFile: async (id) => {
      this.#called(`complete ${id}`);
      return /** @type {Attachment} */ (this.#announced.get(id));
    },
    forgetFile: async (id) => {
      this.#called(`forget ${id}`);
      return null;
    },
  };
  /** @type {Map<string, Attachment>} */
  #announced = new Map();

  /** @type {Means["post"]} */
  post = (upload, file, posting) => {
    this.#called(`post ${upload.url}`);
    return new Promise((resolve, reject) => {
      posting.signal.addEventListener("abort", () => reject(posting.signal.reason));
      this.posts.push({ size: file.size, posting, arrive: () => resolve(), fail: reject });
    });
  };

  /** @param {string} call */
  #called(call) {
    this.calls.push(call);
    const failure = this.failures[call.split(" ")[0]]?.shift();
    if (failure) throw failure;
  }
}

/** @param {Partial<Attachment>} known @returns {Attachment} */
export function attachment(known) {
  const plain = { id: "f1", name: "x.pdf", media_type: "application/pdf", size: 3 };
  return { ...plain, width: null, height: null, thumbnail_url: null, ...known };
}

/** @param {string} name @param {number} [size] @param {string} [type] */
export function file(name, size = 10, type = "text/plain") {
  return new File([new Uint8Array(size)], name, { type });
}
