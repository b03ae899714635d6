/**
 * The way of one file to the server: asked for, posted straight to the store, said to be there.
 *
 * @import { Attachment, Clock, Means, Posting } from "./types.js"
 */

const ATTEMPTS = 5;
const FIRST_MS = 1000;
const LONGEST_MS = 30_000;

/**
 * Resolves with what can be attached. Rejects with what the server or the store refused, or with the signal's
 * reason; what may pass is tried again before.
 *
 * @param {File} file
 * @param {Means} means
 * @param {Posting} posting
 * @returns {Promise<Attachment>}
 */
export async function transfer(file, { api, post, clock }, posting) {
  const { signal } = posting;
  const persist = persistence(clock, signal);
  const { id, upload } = await persist(() => api.createFile(descriptionOf(file)));
  try {
    await persist(() => post(upload, file, posting));
    return await persist(() => api.completeFile(id));
  } catch (error) {
    // It would count against one's space until the server forgets it by itself, after a day.
    api.forgetFile(id).catch(() => undefined);
    throw error;
  }
}

/** @param {File} file */
function descriptionOf({ name, size, type }) {
  return { name, size, media_type: type.split(";", 1)[0].trim() || "application/octet-stream" };
}

/** Repeats what may pass, each time after twice as long. @param {Clock} clock @param {AbortSignal} signal */
function persistence(clock, signal) {
  let left = ATTEMPTS;
  let wait = FIRST_MS;
  /** @template T @param {() => Promise<T>} action @returns {Promise<T>} */
  return async function persist(action) {
    signal.throwIfAborted();
    try {
      return await action();
    } catch (error) {
      const { retryable, retryAfter } = /** @type {{retryable?: boolean, retryAfter?: number}} */ (error);
      const wanted = 1000 * (retryAfter ?? 0);
      left -= 1;
      // Nobody waits for an hour's limit.
      if (signal.aborted || !retryable || left === 0 || wanted > LONGEST_MS) throw error;
      await pause(wanted || wait * (0.5 + clock.random() / 2), clock, signal);
      wait = Math.min(2 * wait, LONGEST_MS);
      return persist(action);
    }
  };
}

/** @type {(ms: number, clock: Clock, signal: AbortSignal) => Promise<void>} */
function pause(ms, clock, signal) {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ms, resolve);
    const stop = () => {
      cancel();
      reject(signal.reason);
    };
    signal.addEventListener("abort", stop, { once: true });
  });
}
