import { app } from "../../state/index.js";
import { t } from "../../words/index.js";
import { html, useSignalValue } from "../html.js";
import { hueOf, initials, nameOf } from "./identity.js";

/**
 * The initials of a person in a circle; decoration beside the name, hence hidden from screen readers.
 * @param {{user: import("./identity.js").Named, size?: "s" | "m" | "l"}} props
 */
export function Avatar({ user, size = "m" }) {
  return html`<span class=${`avatar avatar-${size} hue-${hueOf(user.id)}`} aria-hidden="true">
    ${initials(nameOf(user))}
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
  const text = t(`presence.${state}`);
  return html`<span class=${`presence presence-${state}`}>
    <span class="presence-dot" aria-hidden="true"></span>
    <span class=${words ? "presence-words" : "visually-hidden"}>${text}</span>
  </span>`;
}

/** @param {{user: import("./identity.js").Named, size?: "s" | "m" | "l"}} props */
export function PresentAvatar({ user, size = "m" }) {
  return html`<span class="avatar-with-presence">
    <${Avatar} user=${user} size=${size} />
    <${Presence} user=${user.id} />
  </span>`;
}
