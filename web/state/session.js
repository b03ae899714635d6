/**
 * Who is signed in, in all tabs alike.
 *
 * @import { Me, UserBrief } from "./types.js"
 * @import { Snapshot } from "./storage.js"
 * @import { Signal } from "../vendor/signals-core.js"
 */
import { batch, signal } from "../vendor/signals-core.js";

/**
 * @typedef {object} Authentication
 * @property {() => Promise<{user: UserBrief | null}>} whoAmI
 * @property {(credentials: {username: string, password: string}) => Promise<unknown>} signIn
 * @property {(account: {username: string, password: string,
 *   display_name?: string}) => Promise<unknown>} register
 * @property {() => Promise<unknown>} signOut
 *
 * @typedef {object} SessionSource
 * @property {Authentication} auth
 * @property {() => Promise<Me>} me
 * @property {() => Promise<Snapshot>} snapshot  what was kept of the last session
 * @property {(type: "signed-in" | "signed-out") => void} announce  to the other tabs
 * @property {(snapshot: Snapshot) => void} entered
 * @property {() => Promise<void>} left  forgets everything
 * @property {() => void} ended  the session ended without the person's doing
 */

/** @type {Snapshot} */
const NOTHING = { me: null, epoch: null, conversations: [], users: [] };

export class Session {
  /** @param {SessionSource} source */
  constructor(source) {
    this.#source = source;
    /** @type {Signal<"loading" | "signed-out" | "signed-in">} */
    this.phase = signal("loading");
    /** @type {Signal<Me | null>} */
    this.me = signal(null);
  }

  #source;
  /** Whether the server has said who this is; until then the kept account is taken at its word. */
  #sure = false;

  async start() {
    const kept = await this.#source.snapshot();
    if (kept.me) this.#enter(kept);
    await this.check();
  }

  /** Asks the server again where it could not answer before. */
  async checkAgain() {
    if (!this.#sure) await this.check();
  }

  async check() {
    try {
      const { user } = await this.#source.auth.whoAmI();
      this.#sure = true;
      await (user ? this.#become(user) : this.#leave());
    } catch (error) {
      this.#sure = false;
      if (this.phase.peek() === "loading") this.phase.value = "signed-out";
      if (!isPassing(error)) throw error;
    }
  }

  /** @param {{username: string, password: string}} credentials */
  async signIn(credentials) {
    await this.#source.auth.signIn(credentials);
    await this.#begin();
  }

  /** @param {{username: string, password: string, display_name?: string}} account */
  async register(account) {
    await this.#source.auth.register(account);
    await this.#begin();
  }

  async signOut() {
    await this.#source.auth.signOut();
    this.#source.announce("signed-out");
    await this.#leave();
  }

  /** The server does not know this session any more. */
  async end() {
    if (this.phase.peek() !== "signed-in") return;
    this.#source.announce("signed-out");
    await this.#leave();
    this.#source.ended();
  }

  /** @param {"signed-in" | "signed-out"} type  what another tab did */
  async heard(type) {
    await (type === "signed-out" ? this.#leave() : this.check());
  }

  async #begin() {
    await this.check();
    this.#source.announce("signed-in");
  }

  /** @param {UserBrief} user */
  async #become(user) {
    if (this.me.peek()?.id === user.id) return;
    if (this.me.peek()) await this.#leave();
    this.#enter({ ...NOTHING, me: await this.#source.me() });
  }

  /** @param {Snapshot} snapshot */
  #enter(snapshot) {
    batch(() => {
      this.me.value = snapshot.me;
      this.phase.value = "signed-in";
      this.#source.entered(snapshot);
    });
  }

  async #leave() {
    const was = this.phase.peek();
    batch(() => {
      this.me.value = null;
      this.phase.value = "signed-out";
    });
    if (was !== "signed-out") await this.#source.left();
  }
}

/** @param {unknown} error */
function isPassing(error) {
  return error instanceof Error && "retryable" in error && error.retryable === true;
}
