/**
 * What is recorded, sent away in parts while it grows. A part that is not full yet is sent too, now and then,
 * and again under its number once there is more of it: of a page that vanishes, little is lost.
 *
 * @import { Storage } from "./recording-types.d.ts"
 */

/** Of all parts but the last; the store takes no smaller ones in between. */
export const PART_BYTES = 5 * 1024 * 1024;
export const SAVE_MS = 10_000;
const RETRY_MS = 1000;
const RETRY_MOST_MS = 15_000;

/** @typedef {{number: number, content: Blob}} Waiting */

export class Parts {
  #storage;
  /** @type {Blob[]} */
  #pieces = [];
  #size = 0;
  /** How much of the part that grows was handed over to be sent. */
  #saved = 0;
  #number = 1;
  /** @type {Blob | null} */
  #first = null;
  /** @type {Waiting[]} */
  #waiting = [];
  /** @type {Promise<void> | null} */
  #sending = null;
  #stopSaving = () => {};
  #gone = false;

  /** @param {Storage} storage */
  constructor(storage) {
    this.#storage = storage;
    this.#saveLater();
  }

  /** @param {Blob} piece what comes next */
  add(piece) {
    this.#pieces.push(piece);
    this.#size += piece.size;
    if (this.#size >= PART_BYTES) this.#seal();
  }

  /**
   * There is no more: resolves once everything has arrived and was put together, or nobody waits for it.
   * @param {(first: Blob) => Promise<Blob>} mend what the first part is in the end
   */
  async finish(mend) {
    this.#stopSaving();
    if (this.#size > this.#saved) this.#seal();
    if (this.#first) this.#wait({ number: 1, content: await mend(this.#first) });
    await this.#sending;
    if (!this.#gone) await this.#persist(() => this.#storage.complete());
  }

  #seal() {
    this.#hand();
    this.#pieces = [];
    this.#size = this.#saved = 0;
    this.#number += 1;
  }

  #hand() {
    const content = new Blob(this.#pieces);
    if (this.#number === 1) this.#first = content;
    this.#saved = this.#size;
    this.#wait({ number: this.#number, content });
  }

  /** @param {Waiting} part */
  #wait(part) {
    // What waits under the same number is less of it.
    this.#waiting = [...this.#waiting.filter(({ number }) => number !== part.number), part];
    this.#sending ??= this.#send().finally(() => {
      this.#sending = null;
    });
  }

  #saveLater() {
    this.#stopSaving = this.#storage.after(SAVE_MS, () => {
      if (this.#size > this.#saved && this.#waiting.length === 0) this.#hand();
      this.#saveLater();
    });
  }

  async #send() {
    while (this.#waiting.length > 0 && !this.#gone) {
      const [next] = this.#waiting;
      await this.#persist(() => this.#storage.put(next.number, next.content), next);
      this.#waiting = this.#waiting.filter((one) => one !== next);
    }
  }

  /**
   * Try until it works, or the server knows nothing of it any more.
   * @param {() => Promise<unknown>} work @param {Waiting} [part] that may have arrived, though its answer did not
   */
  async #persist(work, part) {
    for (let wait = RETRY_MS; !this.#gone; wait = Math.min(2 * wait, RETRY_MOST_MS)) {
      try {
        return void (await work());
      } catch (error) {
        this.#gone = isFinal(error);
      }
      if (this.#gone) return;
      await new Promise((resolve) => this.#storage.after(wait, () => resolve(undefined)));
      if (part && (await this.#arrived(part))) return;
    }
  }

  /** @param {Waiting} part */
  async #arrived({ number, content }) {
    try {
      const parts = await this.#storage.arrived();
      return parts.some((one) => one.number === number && one.size === content.size);
    } catch (error) {
      this.#gone = isFinal(error);
      return false;
    }
  }
}

/** Refusals that no repetition changes; a conflict ends when the server learns that the recording has. @param {unknown} error */
function isFinal(error) {
  const { code = "" } = /** @type {{code?: string}} */ (error ?? {});
  return ["not_found", "too_large", "invalid", "unauthenticated"].includes(code);
}
