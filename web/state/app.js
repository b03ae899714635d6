/**
 * All that the components may use: what is known as signals, and what can be done.
 *
 * @import { Surroundings } from "./surroundings.js"
 * @import { ToastAction, ToastKind } from "./toasts.js"
 */
import { accountActions } from "./actions/account.js";
import { conversationActions } from "./actions/conversations.js";
import { messageActions } from "./actions/messages.js";
import { peopleActions } from "./actions/people.js";
import { Client } from "./client.js";
import { wire } from "./wiring.js";

/** @typedef {ReturnType<typeof createApp>} App */

/** @param {Surroundings} surroundings */
export function createApp(surroundings) {
  const client = new Client(surroundings);
  wire(client, surroundings);
  return {
    ...whole(client),
    ...byId(client),
    /** @param {string} text @param {ToastKind} [kind] @param {ToastAction} [action] */
    notify: (text, kind, action) => client.toasts.notify(text, kind, action),
    /** At once, instead of at the end of the wait. */
    reconnect: () => client.live.sync?.online(),
    start: () => client.session.start(),
    actions: actionsOf(client, surroundings),
  };
}

/** @param {Client} client */
function whole({ session, live, knowledge, opening, place, preferences, toasts }) {
  return {
    phase: session.phase,
    me: session.me,
    link: live.link,
    conversations: knowledge.conversations.list,
    /** Whether the list was answered by the server since the start, or is what was kept. */
    fresh: knowledge.conversations.fresh,
    current: opening.current,
    place,
    blocks: knowledge.blocks,
    preferences,
    unreadTotal: knowledge.unreadTotal,
    toasts: toasts.list,
  };
}

/** @param {Client} client */
function byId({ drafts, knowledge, memory: { people, presence, timelines, typists } }) {
  return {
    /** @param {string} id */
    conversation: (id) => knowledge.conversations.of(id),
    /** @param {string} id */
    timeline: (id) => timelines.of(id),
    /** @param {string} id */
    user: (id) => people.user(id),
    /** @param {string} id */
    presence: (id) => presence.of(id),
    /** @param {string} id */
    typing: (id) => typists.of(id),
    /** @param {string} id */
    receipts: (id) => knowledge.receipts.of(id),
    /** @param {string} id */
    members: (id) => knowledge.members.of(id),
    /** @param {string} id */
    draft: (id) => drafts.of(id),
  };
}

/** @param {Client} client @param {Surroundings} surroundings */
function actionsOf(client, { clock }) {
  const { api, knowledge, session, reading, ownTyping } = client;
  const { people, presence, timelines } = client.memory;
  const word = () => Math.floor(clock.random() * 2 ** 32).toString(36);
  return {
    ...accountActions({ api, session, changed: (me) => client.account(me) }),
    ...conversationActions({
      ...{ api, knowledge, people },
      adopt: (conversation) => client.belonging.adopt(conversation),
      drop: (id) => client.belonging.drop(id),
      loadMembers: (id) => client.loadMembers(id),
      newId: () => [word(), word(), word(), word()].join("-"),
    }),
    ...messageActions({ api, knowledge, timelines, reading, ownTyping, sync: () => client.sync() }),
    ...peopleActions({ api, knowledge, people, presence }),
  };
}
