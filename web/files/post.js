/** @import { PostForm } from "./types.js" */

/** Why a store did not take a file. `code` is one of the contract's section 5, or `offline`. */
export class PostError extends Error {
  name = "PostError";
  detail = "";

  /** @param {number} status of HTTP, 0 where no answer came */
  constructor(status) {
    super(status ? `The store answered ${status}.` : "The store could not be reached.");
    this.code = codeOf(status);
    this.retryable = this.code === "offline" || this.code === "unavailable";
  }
}

/** @param {number} status */
function codeOf(status) {
  if (status === 0) return "offline";
  if (status === 413) return "too_large";
  return status === 429 || status >= 500 ? "unavailable" : "upload_refused";
}

/** By XMLHttpRequest: nothing else in a browser tells how much has gone. @type {PostForm} */
export function postForm({ url, fields }, file, { signal, progress }) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    const ended = () => {
      signal.removeEventListener("abort", stop);
      if (signal.aborted) reject(signal.reason);
      else if (request.status >= 200 && request.status < 300) resolve();
      else reject(new PostError(request.status));
    };
    signal.addEventListener("abort", stop);
    request.upload.addEventListener("progress", ({ loaded }) => progress(loaded));
    request.addEventListener("loadend", ended);
    request.open("POST", url);
    request.send(form);
  });
}
