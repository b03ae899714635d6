import { app } from "../../state/index.js";
import { t } from "../../words/index.js";
import { html, useSignalValue } from "../html.js";
import { Icon } from "../icons.js";
import { Presence } from "../people/avatar.js";
import { detailsOpen, show } from "../surfaces.js";
import { Mark } from "./mark.js";
import { isMuted } from "./muted.js";
import { titleOf } from "./title.js";

/** @typedef {import("../../state/types.js").Conversation} Conversation */

/** @param {{conversation: Conversation}} props */
export function ConversationHeader({ conversation }) {
  return html`<header class="conversation-head">
    <${BackLink} />
    <${Mark} conversation=${conversation} presence=${false} />
    <div class="conversation-names">
      <h1 class="conversation-title"><bdi>${titleOf(conversation)}</bdi></h1>
      <p class="conversation-sub"><${Subtitle} conversation=${conversation} /></p>
    </div>
    <button type="button" class="icon-button" aria-label=${t("conversation.search")}
      title=${t("conversation.search")}
      onClick=${() => show({ kind: "search", conversation: conversation.id })}>
      <${Icon} name="search" /></button>
    ${conversation.role !== null && html`<${DetailsButton} />`}
  </header>`;
}

/** To the list, where window is too narrow for both. */
export function BackLink() {
  const unread = useSignalValue(app.unreadTotal);
  return html`<a class="icon-button back" href="#/" aria-label=${t("common.back")}>
    <${Icon} name="arrowLeft" />
    ${unread > 0 && html`<span class="back-unread" aria-hidden="true"></span>`}
  </a>`;
}

function DetailsButton() {
  const open = useSignalValue(detailsOpen);
  return html`<button type="button" class="icon-button" aria-label=${t("conversation.details")}
    title=${t("conversation.details")} aria-expanded=${open ? "true" : "false"}
    onClick=${() => (detailsOpen.value = !open)}><${Icon} name="details" /></button>`;
}

/** @param {{conversation: Conversation}} props */
function Subtitle({ conversation }) {
  const { kind, peer, members_count: count, muted_until: muted } = conversation;
  return html`${peer
      ? html`<${Presence} user=${peer.id} words />`
      : html`<span>${t(`conversation.${kind}`)} · ${t("conversation.members", { count })}</span>`}
    ${isMuted(muted) && html`<span class="muted-mark"><${Icon} name="bellOff"
      size=${14} />${t("sidebar.muted")}</span>`}`;
}
