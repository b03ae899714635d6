/**
 * Everybody that was ever mentioned, who of them is there, and who is writing.
 *
 * @import { Clock, ReadonlySignal, Signal, UserBrief, UserProfile } from "./types.js"
 */
import { computed, signal } from "../vendor/signals-core.js";
import { ById } from "./by-id.js";

/** The contract's limit for one `watch`. */
const MOST_WATCHED = 200;
const TYPING_SHOWN_MS = 6000;

/** Learnt from messages, members and peers, asked for once where unknown. */
export class People {
  #ask;
  #mayAsk;
  /** @type {ById<Signal<UserBrief | undefined>>} */
  #known = new ById(() => signal(undefined));
  /** @type {Set<string>} */
  #asked = new Set();

  /**
   * @param {(id: string) => Promise<UserBrief>} ask
   * @param {() => boolean} mayAsk not after signing out, while the last view still looks for names
   */
  constructor(ask, mayAsk) {
    this.#ask = ask;
    this.#mayAsk = mayAsk;
  }

  /** @param {string} id */
  user(id) {
    const known = this.#known.of(id);
    if (known.peek() === undefined) this.#fetch(id);
    return known;
  }

  /** @param {UserBrief | null | undefined} user */
  learn(user) {
    if (!user) return;
    const { id, username, display_name, avatar_url } = user;
    const place = this.#known.of(id);
    const known = place.peek();
    const same = known?.display_name === display_name && known.username === username;
    if (!same || known.avatar_url !== avatar_url) place.value = { id, username, display_name, avatar_url };
  }

  all() {
    return this.#known
      .all()
      .map((place) => place.peek())
      .filter((user) => user !== undefined);
  }

  clear() {
    for (const place of this.#known.all()) place.value = undefined;
    this.#asked.clear();
  }

  /** @param {string} id */
  #fetch(id) {
    if (id === "" || this.#asked.has(id) || !this.#mayAsk()) return;
    this.#asked.add(id);
    this.#ask(id).then(
      (user) => this.learn(user),
      // Whoever is gone stays unknown; what failed for the network's sake may be asked again.
      (error) => error.code === "not_found" || this.#asked.delete(id),
    );
  }
}

/** The server tells about those one watches: who is in the open conversation, and peers of direct ones. */
export class Presence {
  #watch;
  /** @type {ById<Signal<UserProfile["presence"]>>} */
  #statuses = new ById(() => signal("offline"));
  #watched = "";

  /** @param {(users: string[]) => void} watch */
  constructor(watch) {
    this.#watch = watch;
  }

  of = this.#statuses.of;

  /** @param {string} user @param {UserProfile["presence"]} status */
  set(user, status) {
    this.of(user).value = status;
  }

  /** @param {Iterable<string>} users those that matter most first */
  watch(users) {
    const wished = [...new Set(users)].slice(0, MOST_WATCHED);
    const list = wished.join();
    if (list === this.#watched) return;
    this.#watched = list;
    this.#watch(wished);
  }

  /** Nobody is told to be there by a line that is cut. */
  forget() {
    for (const place of this.#statuses.all()) place.value = "offline";
  }

  clear() {
    this.forget();
    this.#watched = "";
  }
}

/** Others are writing as long as they say so. */
export class Typists {
  #clock;
  /** @type {ById<Signal<string[]>>} */
  #writing = new ById(() => signal([]));
  /** @type {Map<string, () => void>} */
  #expiries = new Map();

  /** @param {Clock} clock @param {(user: string) => UserBrief | undefined} person read within a signal */
  constructor(clock, person) {
    this.#clock = clock;
    /** @type {ById<ReadonlySignal<UserBrief[]>>} */
    const shown = new ById((conversation) => {
      const writing = this.#writing.of(conversation);
      return computed(() => writing.value.map(person).filter((user) => user !== undefined));
    });
    this.of = shown.of;
  }

  /** @param {string} conversation @param {string} user @param {boolean} typing */
  set(conversation, user, typing) {
    const writing = this.#writing.of(conversation);
    const known = writing.peek().includes(user);
    const key = `${conversation} ${user}`;
    this.#expiries.get(key)?.();
    this.#expiries.delete(key);
    if (!typing) {
      if (known) writing.value = writing.peek().filter((other) => other !== user);
      return;
    }
    const expired = () => this.set(conversation, user, false);
    this.#expiries.set(key, this.#clock.after(TYPING_SHOWN_MS, expired));
    if (!known) writing.value = [...writing.peek(), user];
  }

  clear() {
    for (const cancel of this.#expiries.values()) cancel();
    this.#expiries.clear();
    for (const writing of this.#writing.all()) writing.value = [];
  }
}
