import { html } from "../html.js";
import { Icon } from "../icons.js";
import { Avatar, PresentAvatar } from "../people/avatar.js";
import { hueOf } from "../people/identity.js";

/**
 * The small picture of a conversation: whom it is with, or what kind it is.
 * @param {{conversation: import("../../state/types.js").Conversation, size?: "s" | "m" | "l",
 *   presence?: boolean}} props
 */
export function Mark({ conversation, size = "m", presence = true }) {
  const { id, kind, peer } = conversation;
  if (peer) return html`<${presence ? PresentAvatar : Avatar} user=${peer} size=${size} />`;
  return html`<span class=${`avatar avatar-${size} avatar-square hue-${hueOf(id)}`} aria-hidden="true">
    <${Icon} name=${kind === "room" ? "hash" : "people"} size=${size === "s" ? 14 : 18} />
  </span>`;
}
