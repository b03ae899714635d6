/**
 * What is known, the connection that tells it, and the questions that fill its gaps, put together; and what
 * they tell each other.
 *
 * @import { Snapshot, Surroundings, TimelineSource } from "./parts.js"
 * @import { Me, Member, UserBrief } from "./types.js"
 */
import { batch, computed, signal } from "../vendor/signals-core.js";
import { t } from "../words/index.js";
import { Refresh, apiOf } from "./api.js";
import { Calls } from "./calling.js";
import { Belonging } from "./conversations.js";
import { Files } from "./files.js";
import { Knowledge } from "./knowledge.js";
import { Live, Outbox } from "./live.js";
import { Opening, parsePlace } from "./opening.js";
import { People, Presence, Typists } from "./people.js";
import { Session } from "./session.js";
import { Drafts, keptPreferences } from "./settings.js";
import { Keeping } from "./storage.js";
import { Notices, OwnTyping, Reading, Toasts } from "./telling.js";
import { Timelines } from "./timeline.js";

const MOST_KEPT_USERS = 1000;

export class Client {
  #around;
  /** The notice that a session was ended. */
  #farewell = 0;

  /** @param {Surroundings} surroundings */
  constructor(surroundings) {
    const { clock, storage, channel, page, rest, shelf, onshelf } = surroundings;
    this.#around = surroundings;
    this.api = apiOf(rest);
    this.toasts = new Toasts(clock);
    this.drafts = new Drafts(shelf);
    this.files = new Files(this, surroundings);
    this.preferences = keptPreferences(shelf, onshelf);
    this.place = signal(parsePlace(page.hash()));
    this.session = new Session(this, surroundings);
    this.people = new People(this.api.user, () => this.me() !== "");
    this.presence = new Presence((users) => this.live.sync?.watch(users));
    this.typists = new Typists(clock, (user) => this.people.user(user).value);
    this.outbox = new Outbox(storage, () => channel.post({ type: "outgoing" }));
    this.timelines = new Timelines((id) => this.#timelineSource(id));
    this.knowledge = new Knowledge(this);
    this.refresh = new Refresh(this, clock);
    this.notices = new Notices(this, surroundings);
    this.calls = new Calls(this, surroundings);
    this.belonging = new Belonging(this, storage);
    this.live = new Live(this, surroundings);
    this.ownTyping = new OwnTyping(clock, (conversation, typing) =>
      this.live.sync?.tell({ type: "typing_indicator", conversation, typing }),
    );
    this.reading = new Reading(this, surroundings);
    this.opening = new Opening(this, surroundings);
    this.keeping = new Keeping(this, surroundings);
    const { calls, files } = this;
    /** Whether something would end with the page. */
    this.busy = computed(() => files.busy.value || calls.here.value !== null || calls.unsent.value > 0);
  }

  /** The connection's state machine; there is one as long as somebody is signed in. */
  sync = () => {
    if (!this.live.sync) throw new Error("Nobody is signed in.");
    return this.live.sync;
  };

  /** @param {Me} me @param {UserBrief[]} [blocked] */
  account = (me, blocked) => {
    this.people.learn(me);
    this.session.me.value = me;
    if (blocked) this.knowledge.blocks.value = new Set(blocked.map((user) => user.id));
  };

  /** @param {string} id @returns {Promise<Member[]>} */
  loadMembers = async (id) => {
    const told = this.knowledge.members.told(id);
    const members = await this.api.members(id);
    // Who came or went meanwhile may be missing in the answer, or still in it.
    if (this.knowledge.members.told(id) !== told) return this.loadMembers(id);
    for (const { user } of members) this.people.learn(user);
    const positions = new Map(members.map(({ user, read_seq }) => [user.id, read_seq]));
    this.knowledge.receipts.learn(id, positions);
    this.knowledge.members.of(id).value = members;
    return members;
  };

  newId = () => {
    const word = () => Math.floor(this.#around.clock.random() * 2 ** 32).toString(36);
    return [word(), word(), word(), word()].join("-");
  };

  /** One's own id. */
  me = () => this.session.me.peek()?.id ?? "";

  /** @param {string} id @returns {TimelineSource} */
  #timelineSource(id) {
    return {
      me: this.me(),
      fetch: (span) => this.api.history(id, span),
      outgoing: this.outbox.of(id),
      learn: (messages) => this.knowledge.learnMessages(messages),
    };
  }

  /** @param {Snapshot} kept */
  entered(kept) {
    this.toasts.dismiss(this.#farewell);
    for (const user of [...kept.users, kept.me]) this.people.learn(user);
    this.knowledge.learn(kept.conversations);
    this.live.start(kept);
    void this.refresh.now();
  }

  /** The session is over without the person's doing. */
  ended() {
    this.#farewell = this.toasts.notify(t("notice.signed_out"), "info");
  }

  /** Forgets everything. */
  async left() {
    this.live.stop();
    this.keeping.stop();
    this.ownTyping.forget();
    batch(() => {
      for (const part of [this.refresh, this.reading, this.knowledge, this.people]) part.clear();
      for (const part of [this.presence, this.typists, this.timelines, this.outbox]) part.clear();
      this.calls.clear();
      for (const part of [this.opening, this.files, this.drafts]) part.clear();
    });
    await this.#around.storage.clear();
  }

  /** Null when nobody is signed in. @returns {Snapshot | null} */
  snapshot() {
    const me = this.session.me.peek();
    if (!me) return null;
    const users = this.people.all().slice(-MOST_KEPT_USERS);
    const conversations = [...this.knowledge.conversations.joined.peek().values()];
    return { me, epoch: this.live.epoch, conversations, users };
  }

  connected() {
    void this.session.checkAgain();
    if (!this.knowledge.conversations.fresh.peek()) void this.refresh.now();
    this.presence.set(this.me(), "online");
    this.opening.connected();
    this.reading.resume();
    this.files.resume();
  }

  lost() {
    this.presence.forget();
    this.typists.clear();
    this.ownTyping.forget();
  }
}
