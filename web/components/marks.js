/** The small pictures and signs of people and conversations. */
import { app } from "../state/index.js";
import { useState } from "../vendor/hooks.js";
import { t } from "../words/index.js";
import { html, useSignalOf, useSignalValue } from "./html.js";
import { Icon } from "./icons.js";
import { hueOf, initials, nameOf } from "./names.js";

/** @import { Conversation, Named, OfConversation, Size } from "./types.js" */

/**
 * The picture of a person, else their initials, in a circle; decoration beside the name, hence hidden from screen readers.
 * @param {{user: Named, size?: Size}} props
 */
export function Avatar({ user, size = "m" }) {
  const known = useSignalOf(app.user, user.id);
  const [broken, setBroken] = useState("");
  const address = (known ? known.avatar_url : user.avatar_url) ?? "";
  // Pictures elsewhere would tell others who looks at whom.
  const shown = address.startsWith("/") && address !== broken;
  return html`<span class=${`avatar avatar-${size} hue-${hueOf(user.id)}`} aria-hidden="true">
    ${shown
      ? html`<img class="avatar-picture" src=${address} alt="" loading="lazy" decoding="async" draggable=${false}
        onError=${() => setBroken(address)} />`
      : initials(nameOf(user))}
  </span>`;
}

/**
 * Whether a person is here. Without a link nobody knows, so nothing is claimed.
 * @param {{user: string, words?: boolean}} props `words`: in words too, not as a dot only
 */
export function Presence({ user, words = false }) {
  const presence = useSignalValue(app.presence(user));
  const link = useSignalValue(app.link);
  const state = link.state === "online" ? presence : "unknown";
  return html`<span class=${`presence presence-${state}`}>
    <span class="presence-dot" aria-hidden="true"></span>
    <span class=${words ? "presence-words" : "visually-hidden"}>${t(`presence.${state}`)}</span>
  </span>`;
}

/** @param {{user: Named, size?: Size}} props */
export function PresentAvatar({ user, size }) {
  return html`<span class="avatar-with-presence">
    <${Avatar} user=${user} size=${size} />
    <${Presence} user=${user.id} />
  </span>`;
}

/**
 * The small picture of a conversation: whom it is with, or what kind it is.
 * @param {{conversation: Conversation, size?: Size, presence?: boolean}} props
 */
export function Mark({ conversation: { id, kind, peer }, size = "m", presence = true }) {
  if (peer) return html`<${presence ? PresentAvatar : Avatar} user=${peer} size=${size} />`;
  return html`<span class=${`avatar avatar-${size} avatar-square hue-${hueOf(id)}`} aria-hidden="true">
    <${Icon} name=${kind === "room" ? "hash" : "people"} size=${size === "s" ? 14 : 18} />
  </span>`;
}

/** Two lines: a name, and what belongs to it. @param {{title: unknown, children?: unknown}} props */
export function Lines({ title, children }) {
  return html`<span class="person-words">
    <span class="person-title">${title}</span>
    <span class="person-sub">${children}</span>
  </span>`;
}

/** @param {{user: Named, children?: unknown}} props what stands beside the name */
export function PersonLines({ user, children }) {
  return html`<${Lines} title=${html`<bdi>${nameOf(user)}</bdi>${children}`}>@${user.username}</>`;
}

/** The server counts no further than 100. */
const most = 99;

/** How much is unread, loud or quiet. @param {OfConversation} props */
export function Unread({ conversation }) {
  const { unread: count } = conversation;
  if (count === 0) return null;
  return html`<span class=${isMuted(conversation) ? "badge badge-quiet" : "badge"}>
    <span aria-hidden="true">${count > most ? `${most}+` : count}</span>
    <span class="visually-hidden">${t("sidebar.unread", { count })}</span>
  </span>`;
}

/** @param {Pick<Conversation, "muted_until">} conversation */
export function isMuted({ muted_until: until }) {
  return until !== null && Date.parse(until) > Date.now();
}
