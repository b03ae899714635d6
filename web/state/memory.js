/**
 * The parts that remember, put together.
 *
 * @import { Api } from "./api.js"
 * @import { OutgoingStore } from "./outbox.js"
 * @import { Clock, Conversation, Message } from "./types.js"
 */
import { Knowledge } from "./knowledge.js";
import { Outbox } from "./outbox.js";
import { People } from "./people.js";
import { Presence } from "./presence.js";
import { Timelines } from "./timelines.js";
import { Typists } from "./typing.js";

/**
 * @typedef {object} MemorySource
 * @property {Api} api
 * @property {Clock} clock
 * @property {OutgoingStore} storage
 * @property {() => string} me
 * @property {() => void} outgoingChanged  for the other tabs to know
 * @property {(users: string[]) => void} watch
 * @property {(conversation: string) => void} wanted
 * @property {(conversation: Conversation, message: Message) => void} said
 */

export class Memory {
  /** @param {MemorySource} source */
  constructor({ api, clock, storage, me, outgoingChanged, watch, wanted, said }) {
    this.people = new People(api.user, () => me() !== "");
    this.presence = new Presence(watch);
    this.typists = new Typists(clock, (user) => this.people.user(user).value);
    this.outbox = new Outbox(storage, outgoingChanged);
    this.timelines = new Timelines((id) => ({
      me: me(),
      fetch: (span) => api.history(id, span),
      outgoing: this.outbox.of(id),
      learn: (messages) => this.knowledge.learnMessages(messages),
    }));
    const { people, presence, typists, timelines, outbox } = this;
    this.knowledge = new Knowledge({ people, presence, typists, timelines, outbox, me, wanted, said });
  }

  /** @param {string} conversation  one is not in any more */
  forget(conversation) {
    this.knowledge.forget(conversation);
    this.timelines.drop(conversation);
  }

  clear() {
    for (const part of [
      this.knowledge,
      this.people,
      this.presence,
      this.typists,
      this.timelines,
      this.outbox,
    ]) {
      part.clear();
    }
  }
}
