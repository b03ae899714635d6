/**
 * All that the components may use: what is known as signals, and what can be done.
 *
 * @import { Page, Surroundings, ToastAction, ToastKind } from "./parts.js"
 */
import { effect } from "../vendor/signals-core.js";
import { actionsOf } from "./actions.js";
import { Client } from "./client.js";
import { parsePlace } from "./opening.js";

const SENDER = "parley-sender";

/** @param {Surroundings} surroundings */
export function createApp(surroundings) {
  const client = new Client(surroundings);
  listen(client, surroundings);
  attend(client, surroundings.page);
  effect(() => surroundings.page.guard(client.busy.value));
  keep(client, surroundings.page);
  return {
    ...whole(client),
    ...byId(client),
    /** @param {string} text @param {ToastKind} [kind] @param {ToastAction} [action] */
    notify: (text, kind, action) => client.toasts.notify(text, kind, action),
    /** At once, instead of at the end of the wait. */
    reconnect: () => client.live.sync?.online(),
    start: () => client.session.start(),
    actions: actionsOf(client),
  };
}

/** @param {Client} client */
function whole({ busy, calls, session, live, knowledge, opening, place, preferences, toasts }) {
  return {
    busy,
    calls,
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
function byId({ drafts, files, knowledge, people, presence, timelines, typists }) {
  const { conversations, members, receipts } = knowledge;
  return {
    conversation: conversations.of,
    presence: presence.of,
    typing: typists.of,
    receipts: receipts.of,
    members: members.of,
    /** @param {string} id */
    timeline: (id) => timelines.of(id),
    /** @param {string} id */
    user: (id) => people.user(id),
    /** @param {string} id */
    draft: (id) => drafts.of(id),
    tray: files.of,
  };
}

/**
 * What happens in the page and in the other tabs, and what becomes of it.
 * @param {Client} client @param {Surroundings} surroundings
 */
function listen({ live, outbox, place, session }, { channel, locks, onSignedOut, page }) {
  onSignedOut(() => void session.end());
  channel.listen(({ type }) => (type === "outgoing" ? outbox.changedElsewhere() : void session.heard(type)));
  locks.hold(SENDER, {}, () => outbox.hold());
  page.onhash(() => {
    place.value = parsePlace(page.hash());
  });
  page.onwake(() => {
    live.sync?.woke();
    live.intake.flush();
  });
  page.onnetwork((online) => {
    if (online) live.sync?.online();
    else live.sync?.offline();
    if (online) void session.checkAgain();
  });
}

/** @param {Client} client @param {Page} page */
function attend({ notices, reading, knowledge }, page) {
  const changed = () => {
    notices.attend(page.attentive());
    if (page.attentive()) reading.resume();
  };
  page.onattention(changed);
  changed();
  effect(() => {
    const unread = knowledge.unreadTotal.value;
    page.title(unread > 0 ? `(${unread}) Parley` : "Parley");
  });
}

/** @param {Client} client @param {Page} page */
function keep({ keeping, knowledge, live, opening, session, timelines }, page) {
  page.onhide(() => {
    live.intake.flush();
    void keeping.now();
  });
  effect(() => {
    const open = timelines.get(opening.current.value ?? "");
    // Read for the sake of being called again whenever there is something new to keep.
    void [knowledge.conversations.joined.value, open?.messages.value];
    if (session.me.value) keeping.soon();
  });
}
