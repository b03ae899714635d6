/**
 * Who is signed in, in all tabs alike.
 *
 * @import { Client } from "./client.js"
 * @import { Credentials, Registration, Snapshot, Surroundings, TabMessage } from "./parts.js"
 * @import { Me, Signal, UserBrief } from "./types.js"
 */
import { batch, signal } from "../vendor/signals-core.js";

export class Session {
  #client;
  #around;
  /** Whether the server has said who this is; until then the kept account is taken at its word. */
  #sure = false;
  /** Counts the questions who this is. */
  #asked = 0;
  /** The newest of them that was answered: the answers to older ones are not believed any more. */
  #answered = 0;
  /** Whether somebody signs out in this browser: that the session ends is no news then. */
  #parting = false;

  /** @param {Client} client @param {Surroundings} surroundings */
  constructor(client, surroundings) {
    this.#client = client;
    this.#around = surroundings;
    /** @type {Signal<"loading" | "signed-out" | "signed-in">} */
    this.phase = signal("loading");
    /** @type {Signal<Me | null>} */
    this.me = signal(null);
  }

  async start() {
    const kept = await this.#around.storage.snapshot();
    if (kept.me) this.#enter(kept);
    await this.check();
  }

  /** Asks the server again where it could not answer before. */
  async checkAgain() {
    if (!this.#sure) await this.check();
  }

  async check() {
    const asked = (this.#asked += 1);
    try {
      const { user } = await this.#around.auth.whoAmI();
      if (asked < this.#answered) return;
      this.#answered = asked;
      this.#sure = true;
      await (user ? this.#become(user, asked) : this.#leave());
    } catch (error) {
      this.#sure = false;
      if (this.phase.peek() === "loading") this.phase.value = "signed-out";
      if (!(/** @type {any} */ (error).retryable)) throw error;
    }
  }

  /** @param {Credentials} credentials */
  async signIn(credentials) {
    await this.#around.auth.signIn(credentials);
    await this.#begin();
  }

  /** @param {Registration} account */
  async register(account) {
    await this.#around.auth.register(account);
    await this.#begin();
  }

  async signOut() {
    // The server ends the connections of all tabs before it answers.
    this.#parting = true;
    this.#announce("signing-out");
    try {
      await this.#around.auth.signOut();
    } catch (error) {
      this.#parting = false;
      if (this.phase.peek() === "signed-in") this.#announce("signed-in");
      throw error;
    }
    this.#announce("signed-out");
    await this.#leave();
  }

  /** The server does not know this session any more. */
  async end() {
    if (this.phase.peek() !== "signed-in") return;
    const chosen = this.#parting;
    this.#announce("signed-out");
    await this.#leave();
    if (!chosen) this.#client.ended();
  }

  /** @param {TabMessage["type"]} type what another tab did */
  async heard(type) {
    this.#parting = type === "signing-out";
    if (type === "signed-out") await this.#leave();
    if (type === "signed-in") await this.check();
  }

  /** To the other tabs. @param {TabMessage["type"]} type */
  #announce(type) {
    this.#around.channel.post({ type });
  }

  async #begin() {
    await this.check();
    this.#announce("signed-in");
  }

  /** @param {UserBrief} user @param {number} asked */
  async #become(user, asked) {
    if (this.me.peek()?.id === user.id) return;
    if (this.me.peek()) await this.#leave();
    const me = await this.#client.api.me();
    if (asked === this.#answered) this.#enter({ me, epoch: null, conversations: [], users: [] });
  }

  /** @param {Snapshot} snapshot */
  #enter(snapshot) {
    this.#parting = false;
    batch(() => {
      this.me.value = snapshot.me;
      this.phase.value = "signed-in";
      this.#client.entered(snapshot);
    });
  }

  async #leave() {
    const was = this.phase.peek();
    batch(() => {
      this.me.value = null;
      this.phase.value = "signed-out";
    });
    if (was !== "signed-out") await this.#client.left();
  }
}
