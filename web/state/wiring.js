/**
 * What happens in the page and in the other tabs, and what becomes of it.
 *
 * @import { Client } from "./client.js"
 * @import { Surroundings } from "./surroundings.js"
 */
import { effect } from "../vendor/signals-core.js";
import { parsePlace } from "./address.js";

const SENDER = "parley-sender";

/**
 * @param {Client} client
 * @param {Surroundings} surroundings
 */
export function wire(client, { channel, locks, onSignedOut, page }) {
  const { live, memory, session } = client;
  onSignedOut(() => void session.end());
  channel.listen(({ type }) =>
    type === "outgoing" ? memory.outbox.changedElsewhere() : void session.heard(type),
  );
  locks.hold(SENDER, {}, () => memory.outbox.hold(true));
  page.onhash(() => {
    client.place.value = parsePlace(page.hash());
  });
  page.onwake(() => {
    live.sync?.woke();
    client.intake.flush();
  });
  page.onnetwork((online) => {
    if (online) live.sync?.online();
    else live.sync?.offline();
    if (online) void session.checkAgain();
  });
  attend(client, page);
  keep(client, page);
}

/** @param {Client} client @param {Surroundings["page"]} page */
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

/** @param {Client} client @param {Surroundings["page"]} page */
function keep({ keeping, knowledge, memory, opening, session }, page) {
  page.onhide(() => void keeping.now());
  effect(() => {
    const open = memory.timelines.get(opening.current.value ?? "");
    // Read for the sake of being called again whenever there is something new to keep.
    void [knowledge.conversations.joined.value, open?.messages.value];
    if (session.me.value) keeping.soon();
  });
}
