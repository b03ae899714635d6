/**
 * The calls of one's conversations: those that are alive, and what the log remembers of those that ended.
 * The media of a call are no business of this folder: whoever runs one here listens.
 *
 * @import { Client } from "./client.js"
 * @import { Call, CallEndedEntry, CallListener, CallRecord, Entry, Frame, Participant, PastCall } from "./types.js"
 * @import { ReadonlySignal, Signal } from "./types.js"
 * @import { Surroundings } from "./parts.js"
 */
import { batch, computed, signal } from "../vendor/signals-core.js";
import { t } from "../words/index.js";
import { ById } from "./by-id.js";

/** Held by the tab in which a call runs: there is one call in a browser. */
const CALL = "parley-call";
/** @type {PastCall[]} */
const NONE = [];
/** @typedef {{cursor: string | null, at: string}} Edge  where earlier calls go on, and when the last known one ended */

export class Calls {
  #client;
  #locks;
  #letGo = () => {};
  /** @type {ById<ReadonlySignal<Call | undefined>>} */
  #byConversation = new ById((conversation) =>
    computed(() => [...this.live.value.values()].find((call) => call.conversation === conversation)),
  );
  /** @type {ById<Signal<PastCall[]>>} */
  #past = new ById(() => signal(NONE));
  /** @type {ById<Signal<Edge | null>>} */
  #edges = new ById(() => signal(null));
  /** Those from which on calls are asked for already. @type {WeakSet<Edge>} */
  #asked = new WeakSet();
  /** As they ended: what was said before may come after. @type {Map<string, Call>} */
  #ended = new Map();
  /** Set by what runs a call in this tab. @type {CallListener | null} */
  listener = null;

  /** @param {Client} client @param {Surroundings} surroundings */
  constructor(client, { locks }) {
    this.#client = client;
    this.#locks = locks;
    /** @type {Signal<ReadonlyMap<string, Call>>} */
    this.live = signal(new Map());
    /** The call that runs in this tab. @type {Signal<string | null>} */
    this.here = signal(null);
    /** One of this device that runs in no tab any more. @type {Signal<string | null>} */
    this.broken = signal(null);
    /** Recordings of this tab that are not all sent yet, though nothing is added to them. */
    this.unsent = signal(0);
    this.ringing = computed(() => [...this.live.value.values()].filter((call) => this.own(call)?.state === "ringing"));
  }

  /** The live one of a conversation. */
  of = this.#byConversation.of;
  /** Those that ended, oldest first, as far as they are known. */
  past = this.#past.of;
  /** Null until some are known. */
  edge = this.#edges.of;

  /** Oneself in a call. @param {Call} call @returns {Participant | undefined} */
  own = (call) => call.participants.find(({ user }) => user === this.#client.me());

  /** Whether this tab is the one of its browser that makes a sound. */
  loud = () => this.#client.notices.chosen;

  /** From now on it runs in this tab. False where another tab has one. @param {string} id */
  take = async (id) => {
    if (this.here.peek() === null && (await this.#locks.isHeld(CALL))) return false;
    this.#letGo();
    this.#letGo = this.#locks.hold(CALL, {}, () => {});
    this.here.value = id;
    return true;
  };

  /** It no longer does. */
  leave = () => {
    this.#letGo();
    this.#letGo = () => {};
    this.listener = null;
    this.here.value = null;
  };

  /** As far as is known. @param {string} id @returns {Call | undefined} */
  #newest = (id) => this.live.peek().get(id) ?? this.#ended.get(id);

  /** The one of this id, with this device in it. @param {string} id */
  entered = async (id) => {
    const known = this.live.peek().get(id);
    if (known && this.#onDevice(known)) return known;
    const call = await this.#client.api.call(id);
    this.put(call);
    return this.#newest(id) ?? call;
  };

  /** @param {Call[]} calls all that are alive */
  welcomed(calls) {
    this.#replace(calls, this.live.peek());
    this.listener?.welcomed();
  }

  /** @param {Call[]} calls @param {ReadonlyMap<string, Call>} before what was known when they were asked for */
  #replace(calls, before) {
    const missing = [...before.values()].filter(({ id }) => !calls.some((call) => call.id === id));
    const gone = missing.filter((call) => this.live.peek().get(call.id) === call);
    batch(() => {
      for (const call of gone) this.put({ ...call, state: "ended" });
      for (const call of calls) this.put(call);
    });
  }

  /** @param {Frame} frame */
  hear(frame) {
    if (frame.type === "call") this.put(/** @type {Call} */ (frame.call));
    if (frame.type === "call_signal" && frame.call === this.here.peek()) {
      this.listener?.signal(frame.from, frame.signal);
    }
  }

  /** @param {Call} call as the server has it now */
  put = (call) => {
    const before = this.#newest(call.id);
    // Frames overtake each other, and what REST answers.
    if (before && before.version > call.version) return;
    const live = new Map(this.live.peek());
    if (call.state === "ended") live.delete(call.id);
    else live.set(call.id, call);
    this.live.value = live;
    this.#tell(before, call);
    if (call.state === "ended") this.#end(call);
    this.listener?.call(call);
    void this.#look();
  };

  /** Asks for all: what one heard of them may have been lost. */
  async check() {
    const before = this.live.peek();
    this.#replace(await this.#client.api.liveCalls(), before);
  }

  /** The newest ones. @param {string} conversation @param {string} [cursor] those from there on instead */
  async load(conversation, cursor) {
    const page = await this.#client.api.calls(conversation, cursor);
    const ended = page.calls.filter(({ state }) => state === "ended").map(pastFrom);
    const edge = this.edge(conversation);
    const before = edge.peek();
    const known = new Set(this.past(conversation).peek().map(({ id }) => id));
    // The newest ones again, and they reach what was known: that goes on where it did.
    const reaches = !cursor && page.cursor && ended.some(({ id }) => known.has(id));
    batch(() => {
      this.#remember(conversation, ended);
      edge.value = reaches && before ? { ...before } : { cursor: page.cursor, at: ended.at(-1)?.at ?? "" };
    });
  }

  /** A page of those before. @param {string} conversation */
  earlier = async (conversation) => {
    const edge = this.edge(conversation).peek();
    if (!edge?.cursor || this.#asked.has(edge)) return;
    this.#asked.add(edge);
    try {
      await this.load(conversation, edge.cursor);
    } catch (error) {
      this.#asked.delete(edge);
      throw error;
    }
  };

  /**
   * Those among the messages that are loaded.
   * @param {string} conversation @param {string} since the first of them was said
   */
  reach(conversation, since) {
    const edge = this.edge(conversation).value;
    // What fails is made good when the line is back.
    if (edge?.cursor && edge.at > since) this.earlier(conversation).catch(() => undefined);
  }

  /** And again when it is told once more after its end: then it has a recording. @param {Call} call */
  #end(call) {
    this.#ended.set(call.id, call);
    void this.#recall(call).catch(() => undefined);
  }

  /** What was recorded of a call that is over is told by REST alone. @param {Call} call */
  async #recall({ id, conversation }) {
    this.#remember(conversation, [pastFrom(await this.#client.api.call(id))]);
  }

  /** @param {string} conversation @param {Entry[]} run */
  apply(conversation, run) {
    // The entry knows of no recordings: what is remembered already knows more.
    const known = new Set(this.past(conversation).peek().map(({ id }) => id));
    const ended = run.filter((entry) => entry.type === "call_ended").filter(({ call }) => !known.has(call));
    this.#remember(conversation, ended.map(pastOf));
  }

  clear() {
    this.listener?.ended();
    batch(() => {
      this.leave();
      this.live.value = new Map();
      this.#ended.clear();
      this.broken.value = null;
      for (const past of this.#past.all()) past.value = NONE;
      for (const edge of this.#edges.all()) edge.value = null;
    });
  }

  /** @param {string} conversation @param {PastCall[]} calls */
  #remember(conversation, calls) {
    const place = this.past(conversation);
    const known = new Map(place.peek().map((call) => [call.id, call]));
    // An answer may be overtaken by one that knows of a recording.
    for (const call of calls) if ((call.version ?? 0) >= (known.get(call.id)?.version ?? 0)) known.set(call.id, call);
    if (calls.length > 0) place.value = [...known.values()].sort((one, other) => (one.at < other.at ? -1 : 1));
  }

  /** @param {Call | undefined} before @param {Call} call */
  #tell(before, call) {
    const [was, is] = [before && this.own(before), this.own(call)];
    if (call.state !== "ended" && is?.state === "ringing" && was?.state !== "ringing") {
      void this.#client.notices.rings(call);
    }
    if (was?.state !== "ringing" || is?.state !== "joined" || is.device) return;
    this.#client.toasts.notify(t("call.answeredElsewhere"));
  }

  async #look() {
    const held = await this.#locks.isHeld(CALL);
    const mine = [...this.live.peek().values()].find((call) => this.#onDevice(call));
    this.broken.value = mine && !held && this.here.peek() === null ? mine.id : null;
  }

  /** @param {Call} call */
  #onDevice(call) {
    const own = this.own(call);
    return own?.device && (own.state === "joined" || own.state === "reconnecting");
  }
}

/** @param {CallRecord} call @returns {PastCall} */
function pastFrom({ ended_at: at, ...call }) {
  return { ...call, at };
}

/** @param {CallEndedEntry} entry @returns {PastCall} */
function pastOf({ call, actor, at, end_reason, duration_s }) {
  return { id: call, started_by: actor, at, end_reason, duration_s, recordings: [] };
}
