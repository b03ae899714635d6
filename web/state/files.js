/**
 * Files on their way to a message, and where those of a message lie.
 *
 * @import { Means } from "../files/types.js"
 * @import { Client } from "./client.js"
 * @import { Surroundings } from "./parts.js"
 */
import { transfer } from "../files/transfer.js";
import { Tray } from "../files/tray.js";
import { computed, effect, signal } from "../vendor/signals-core.js";
import { ById } from "./by-id.js";

/** An address that is about to end is not handed out any more. */
const SPARE_MS = 30_000;
/** What is not there soon is asked for less and less often. */
const FIRST_MS = 500;
/** A file that is looked at for longer will not be looked at while anybody waits. */
const LONGEST_MS = 5 * 60_000;

export class Files {
  #client;
  #clock;
  /** @type {Means} */
  #means;
  /** @type {Map<string, {url: string, until: number}>} */
  #addresses = new Map();
  /** By conversation. @type {ById<Tray>} */
  #trays = new ById((conversation) => this.#tray(conversation));
  /** The same, for whoever waits for the next one too. */
  #made = signal(/** @type {Tray[]} */ ([]));
  /** Of those that belong to no message. */
  #uploads = signal(0);

  of = this.#trays.of;
  /** Whether any is on its way. */
  busy = computed(() => this.#uploads.value > 0 || this.#made.value.some(({ busy }) => busy.value));

  /** @param {Client} client @param {Pick<Surroundings, "clock" | "post">} surroundings */
  constructor(client, { clock, post }) {
    this.#client = client;
    this.#clock = clock;
    this.#means = { api: client.api, post, clock };
  }

  /** One file that belongs to no message. @param {File} file @param {AbortSignal} signal */
  upload = async (file, signal) => {
    this.#uploads.value += 1;
    try {
      return await transfer(file, this.#means, { signal, progress: () => {} });
    } finally {
      this.#uploads.value -= 1;
    }
  };

  /**
   * Where the content lies, for some minutes; resolves once the server has looked at it.
   * @param {string} id @param {{fresh?: boolean}} [options] `fresh`: the one that was given no longer works
   */
  address = async (id, { fresh = false } = {}) => {
    const known = this.#addresses.get(id);
    if (known && !fresh && known.until > this.#clock.now()) return known.url;
    const patience = this.#clock.now() + LONGEST_MS;
    for (let wait = FIRST_MS; ; wait *= 2) {
      try {
        return await this.#ask(id);
      } catch (error) {
        const { code, retryAfter } = /** @type {{code?: string, retryAfter?: number}} */ (error);
        if (code !== "unavailable" || this.#clock.now() > patience) throw error;
        const ms = Math.max(wait, 1000 * (retryAfter ?? 0));
        await new Promise((resolve) => this.#clock.after(ms, () => resolve(null)));
      }
    }
  };

  /** Where it is saved from. @param {string} id */
  download = async (id) => {
    await this.address(id);
    return (await this.#client.api.file(id, true)).url;
  };

  /** The line is back. */
  resume() {
    for (const tray of this.#trays.all()) tray.resume();
  }

  clear() {
    for (const tray of this.#trays.all()) tray.clear();
    this.#addresses.clear();
  }

  /** @param {string} id */
  async #ask(id) {
    const { url, expires_in: seconds } = await this.#client.api.file(id);
    this.#addresses.set(id, { url, until: this.#clock.now() + 1000 * seconds - SPARE_MS });
    return url;
  }

  /** @param {string} conversation */
  #tray(conversation) {
    const draft = this.#client.drafts.files(conversation, this.#clock.now());
    const tray = new Tray(this.#means, draft.get());
    effect(() => draft.set(tray.ready.value));
    this.#made.value = [...this.#made.peek(), tray];
    return tray;
  }
}
