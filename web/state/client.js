/**
 * What is known, the connection that tells it, and the questions that fill its gaps, put together; and what
 * they tell each other.
 *
 * @import { Surroundings } from "./surroundings.js"
 * @import { Answers } from "./refresh.js"
 * @import { SessionSource } from "./session.js"
 * @import { Snapshot } from "./storage.js"
 * @import { Me, UserBrief } from "./types.js"
 */
import { batch, computed, signal } from "../vendor/signals-core.js";
import { t } from "../words/index.js";
import { conversationAddress, parsePlace } from "./address.js";
import { Api } from "./api.js";
import { Belonging } from "./belonging.js";
import { Intake } from "./intake.js";
import { Keeping } from "./keeping.js";
import { Live } from "./live.js";
import { Memory } from "./memory.js";
import { Notices } from "./notices.js";
import { Opening } from "./opening.js";
import { Reading } from "./reading.js";
import { Refresh } from "./refresh.js";
import { Session } from "./session.js";
import { Drafts, keptPreferences } from "./settings.js";
import { Toasts } from "./toasts.js";
import { OwnTyping } from "./typing.js";

const MOST_KEPT_USERS = 1000;

export class Client {
  /** @param {Surroundings} surroundings */
  constructor(surroundings) {
    const { clock, storage, page, paint, rest, shelf, onshelf } = surroundings;
    this.#around = surroundings;
    this.api = new Api(rest);
    this.toasts = new Toasts(clock);
    this.drafts = new Drafts(shelf);
    this.preferences = keptPreferences(shelf, onshelf);
    this.place = signal(parsePlace(page.hash()));
    this.session = new Session(this.#sessionSource());
    this.memory = this.#makeMemory();
    this.knowledge = this.memory.knowledge;
    this.intake = new Intake(paint, (entries) => {
      this.knowledge.apply(entries);
      this.opening.arrived();
    });
    this.refresh = new Refresh(clock, this.api, this.#answers());
    this.notices = this.#makeNotices();
    this.belonging = new Belonging(this, storage);
    this.live = this.#makeLive();
    this.ownTyping = new OwnTyping(clock, (conversation, typing) =>
      this.live.sync?.tell({ type: "typing_indicator", conversation, typing }),
    );
    this.reading = this.#makeReading();
    this.opening = this.#makeOpening();
    const timelines = () => this.memory.timelines.all();
    this.keeping = new Keeping({ clock, storage, timelines, snapshot: () => this.#snapshot() });
  }

  #around;

  /** The connection's state machine; there is one as long as somebody is signed in. */
  sync() {
    if (!this.live.sync) throw new Error("Nobody is signed in.");
    return this.live.sync;
  }

  /** @param {Me} me @param {UserBrief[]} [blocked] */
  account(me, blocked) {
    this.memory.people.learn(me);
    this.session.me.value = me;
    if (blocked) this.knowledge.blocks.value = new Set(blocked.map((user) => user.id));
  }

  /** @param {string} id */
  async loadMembers(id) {
    const members = await this.api.members(id);
    for (const { user } of members) this.memory.people.learn(user);
    this.knowledge.receipts.learn(
      id,
      members.map(({ user, read_seq }) => [user.id, read_seq]),
    );
    this.knowledge.members.set(id, members);
    return members;
  }

  #me = () => this.session.me.peek()?.id ?? "";

  /** @returns {SessionSource} */
  #sessionSource() {
    const { auth, channel, storage } = this.#around;
    return {
      auth,
      me: this.api.me,
      snapshot: () => storage.snapshot(),
      announce: (type) => channel.post({ type }),
      entered: (kept) => this.#entered(kept),
      left: () => this.#left(),
      ended: () => void this.toasts.notify(t("notice.signed_out"), "info"),
    };
  }

  #makeMemory() {
    const { clock, storage, channel } = this.#around;
    return new Memory({
      ...{ api: this.api, clock, storage, me: this.#me },
      outgoingChanged: () => channel.post({ type: "outgoing" }),
      watch: (users) => this.live.sync?.watch(users),
      wanted: (id) => this.refresh.want(id),
      said: (conversation, message) => void this.notices.said(conversation, message),
    });
  }

  #makeNotices() {
    const { clock, locks, herald, page } = this.#around;
    return new Notices({
      ...{ clock, locks, herald },
      preferences: () => this.preferences.peek(),
      isBlocked: (user) => this.knowledge.blocks.peek().has(user),
      open: ({ id }) => page.go(conversationAddress(id)),
    });
  }

  #makeLive() {
    const { wireFactory, clock } = this.#around;
    const { knowledge, timelines, outbox } = this.memory;
    return new Live({
      ...{
        wire: wireFactory(),
        clock,
        knowledge,
        timelines,
        outbox,
        intake: this.intake,
        refresh: this.refresh,
      },
      version: () => this.session.me.peek()?.version,
      connected: () => this.#connected(),
      lost: () => this.#lost(),
      added: (conversation) => this.belonging.added(conversation),
      removed: (id) => this.belonging.removed(id),
      signedOut: () => void this.session.end(),
    });
  }

  #makeReading() {
    return new Reading({
      clock: this.#around.clock,
      attentive: this.#around.page.attentive,
      mark: (id, seq) => this.knowledge.read(id, seq),
      tell: (conversation, seq) => this.sync().command({ type: "read", conversation, seq }),
    });
  }

  #makeOpening() {
    const { knowledge, timelines, presence } = this.memory;
    // One's own name may change without anything having to be opened anew.
    const ownId = computed(() => this.session.me.value?.id);
    return new Opening({
      ...{ place: this.place, knowledge, timelines, presence },
      me: () => ownId.value,
      attentive: this.#around.page.attentive,
      kept: (id) => this.#around.storage.messages(id),
      loadMembers: (id) => this.loadMembers(id),
      look: (reference) => this.belonging.look(reference),
    });
  }

  /** @returns {Answers} */
  #answers() {
    return {
      account: (me, blocked) => this.account(me, blocked),
      conversations: (list, whole, before) => this.belonging.listed(list, whole, before),
      gone: (id) => this.belonging.drop(id),
      known: () => [...this.knowledge.conversations.joined.peek().keys()],
    };
  }

  /** @param {Snapshot} kept */
  #entered(kept) {
    for (const user of kept.users) this.memory.people.learn(user);
    this.memory.people.learn(kept.me);
    this.knowledge.learn(kept.conversations);
    this.live.start(kept);
    void this.refresh.now();
  }

  async #left() {
    this.live.stop();
    this.keeping.stop();
    this.ownTyping.forget();
    batch(() => {
      for (const part of [this.refresh, this.intake, this.reading, this.memory, this.opening, this.drafts])
        part.clear();
    });
    await this.#around.storage.clear();
  }

  /** @returns {Snapshot | null} */
  #snapshot() {
    const me = this.session.me.peek();
    if (!me) return null;
    const users = this.memory.people.all().slice(-MOST_KEPT_USERS);
    const conversations = [...this.knowledge.conversations.joined.peek().values()];
    return { me, epoch: this.live.epoch, conversations, users };
  }

  #connected() {
    void this.session.checkAgain();
    if (!this.knowledge.conversations.fresh.peek()) void this.refresh.now();
    this.memory.presence.set(this.#me(), "online");
    this.opening.connected();
    this.reading.resume();
  }

  #lost() {
    this.memory.presence.forget();
    this.memory.typists.clear();
    this.ownTyping.forget();
  }
}
