import { t } from "../../words/index.js";
import { html } from "../html.js";
import { isMuted } from "./muted.js";

/** The server counts no further than 100. */
const most = 99;

/**
 * How much is unread, loud or quiet.
 * @param {{conversation: import("../../state/types.js").Conversation}} props
 */
export function Unread({ conversation }) {
  const { unread: count, muted_until: until } = conversation;
  if (count === 0) return null;
  return html`<span class=${isMuted(until) ? "badge badge-quiet" : "badge"}>
    <span aria-hidden="true">${count > most ? `${most}+` : count}</span>
    <span class="visually-hidden">${t("sidebar.unread", { count })}</span>
  </span>`;
}
