import { CatchUp } from "./catch-up.js";
import { Commands, SyncError, Watching } from "./commands.js";
import { Link } from "./link.js";
import { Outgoing } from "./outgoing.js";
import { MemoryQueue } from "./queue.js";

/** @import { Clock, Draft, Entry, Frame, LinkEvents, Listener, SyncOptions, Tell } from "./types.js" */

/**
 * Keeps a client in step with the server over a wire that may fail at any time.
 *
 * Without I/O of its own: the clock and the wire are given. docs/clients.md lists what it promises.
 */
export class Sync {
  #queue;
  #tell;
  #link;
  #commands;
  #catchUp;
  #outgoing;
  #watching;
  /** @type {string | null} */
  #user = null;
  /** @type {number | null} */
  #userVersion = null;

  /** @param {SyncOptions} options */
  constructor({ wire, clock, listener, queue = new MemoryQueue(), epoch = null }) {
    this.#queue = queue;
    const link = (this.#link = new Link({ wire, clock, events: this.#linkEvents }));
    const tell = (this.#tell = teller(listener, clock));
    const send = link.send.bind(link);
    const commands = (this.#commands = new Commands({ clock, send }));
    this.#watching = new Watching({ clock, commands });
    this.#catchUp = new CatchUp({ clock, tell, send, hand: this.#hand.bind(this), epoch });
    this.#outgoing = new Outgoing({ clock, queue, tell, commands, open: () => link.open });
  }

  /** Null until a server named it. */
  get epoch() {
    return this.#catchUp.epoch;
  }

  start() {
    this.#queue.onchange = () => void this.#outgoing.load();
    void this.#outgoing.load();
    this.#link.start();
  }

  stop() {
    this.#queue.onchange = null;
    this.#link.stop();
    this.#outgoing.stop();
  }

  /** The network is back: no waiting. */
  online() {
    this.#link.online();
  }

  /** The network is away. */
  offline() {
    this.#link.offline();
  }

  /** The program ran again after a pause (a laptop woke, a page was shown): probes the link. */
  woke() {
    this.#link.woke();
  }

  /**
   * Hands on the entries of a conversation with `seq > after`, from now on; again those that were handed on
   * before, if they are among them.
   * @param {string} conversation its id
   * @param {number} after the head of the snapshot that is known
   */
  follow(conversation, after) {
    this.#catchUp.follow(conversation, after);
  }

  /** @param {string} conversation */
  unfollow(conversation) {
    this.#catchUp.unfollow(conversation);
  }

  /** The last `seq` handed on, if the conversation is followed. @param {string} conversation */
  cursor(conversation) {
    return this.#catchUp.cursor(conversation);
  }

  /**
   * Sends a command, and resolves with what answers it. Rejects with SyncError; `offline` leaves the outcome
   * open.
   * @param {Frame} frame
   * @returns {Promise<Frame>}
   */
  command(frame) {
    return this.#link.open ? this.#commands.ask(frame) : Promise.reject(SyncError.offline());
  }

  /** Sends what is owed no answer, if it can be sent now. @param {Frame} frame */
  tell(frame) {
    this.#link.send(frame);
  }

  /**
   * Asks for the presence of these users, and of no others, on this connection and those after.
   * @param {string[]} users
   */
  watch(users) {
    this.#watching.set(users);
    if (this.#link.open) this.#watching.ask();
  }

  /** Sends a message once, when it can be sent; returns its `client_id`. @param {Draft} draft */
  enqueue(draft) {
    return this.#outgoing.enqueue(draft);
  }

  /** @param {string} clientId */
  retry(clientId) {
    this.#outgoing.retry(clientId);
  }

  /** @param {string} clientId */
  discard(clientId) {
    this.#outgoing.discard(clientId);
  }

  /** The queue, too, learns here what was sent. @param {string} conversation @param {Entry[]} entries */
  #hand(conversation, entries) {
    this.#tell("entries", conversation, entries);
    this.#outgoing.seen(entries, this.#user);
  }

  /** @type {LinkEvents} */
  #linkEvents = {
    opened: () => {
      this.#catchUp.opened();
      this.#outgoing.pump();
    },
    lost: () => {
      for (const part of [this.#catchUp, this.#commands, this.#watching]) part.lost();
    },
    frame: (frame) => this.#frame(frame),
    state: (state) => this.#tell("link", state),
    signedOut: (code) => this.#tell("signedOut", code),
  };

  /** @param {Frame} frame */
  #frame(frame) {
    switch (frame.type) {
      case "welcome":
        return this.#welcomed(frame);
      case "resumed":
        return this.#catchUp.resumed(frame);
      case "pong":
        return this.#pong(frame);
      case "error":
        return this.#catchUp.refused(frame) || this.#commands.answered(frame);
      case "ack":
      case "room_list":
        return this.#commands.answered(frame);
      case "conversation_added":
        return this.#added(frame);
      case "conversation_removed":
        return this.#removed(frame);
      default:
        return isEntry(frame) ? this.#catchUp.entry(frame) : this.#ephemeral(frame);
    }
  }

  /** @param {Frame} welcome */
  #welcomed(welcome) {
    this.#user = welcome.user;
    this.#catchUp.welcomed(welcome);
    this.#tell("welcome", welcome);
    this.#versionIs(welcome.user_version);
    this.#watching.askAgain();
    this.#outgoing.pump();
  }

  /** @param {Frame} pong */
  #pong({ heads = {}, user_version: userVersion }) {
    const moved = Object.entries(heads);
    if (moved.length > 0) this.#tell("heads", heads);
    this.#catchUp.heads(moved.map(([conversation, { head }]) => [conversation, head]));
    this.#versionIs(userVersion);
  }

  /** @param {Frame} frame */
  #added({ conversation }) {
    this.#catchUp.heads([[conversation.id, conversation.head]]);
    this.#tell("added", conversation);
  }

  /** @param {Frame} frame */
  #removed({ conversation }) {
    this.#catchUp.unfollow(conversation);
    this.#tell("removed", conversation);
  }

  /** @param {Frame} frame */
  #ephemeral(frame) {
    if (frame.ref !== undefined) this.#commands.answered(frame);
    this.#tell("ephemeral", frame);
  }

  /** @param {number | undefined} version */
  #versionIs(version) {
    if (version === undefined || version === this.#userVersion) return;
    this.#userVersion = version;
    this.#tell("userVersion", version);
  }
}

/** Of unknown types too: they have their place in the log. @param {Frame} frame @returns {frame is Entry} */
function isEntry(frame) {
  return typeof frame.conversation === "string" && Number.isInteger(frame.seq);
}

/**
 * The listener's faults are reported, but do not stop the machine halfway through a frame.
 * @param {Listener} listener @param {Clock} clock @returns {Tell}
 */
function teller(listener, clock) {
  return (name, ...values) => {
    try {
      /** @type {Function | undefined} */ (listener[name])?.apply(listener, values);
    } catch (fault) {
      clock.after(0, () => {
        throw fault;
      });
    }
  };
}
