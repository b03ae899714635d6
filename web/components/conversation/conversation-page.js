import { useEffect, useMemo } from "../../vendor/hooks.js";
import { app } from "../../state/index.js";
import { language, t } from "../../words/index.js";
import { Details } from "../details/details.js";
import { attempt } from "../elements/failure.js";
import { Empty } from "../elements/empty.js";
import { html, useSignalValue } from "../html.js";
import { detailsOpen } from "../surfaces.js";
import { Composer, Timeline } from "../timeline/index.js";
import { ConversationHeader } from "./conversation-header.js";
import { titleOf } from "./title.js";
import { UnknownConversation } from "./unknown-conversation.js";

/**
 * The conversation that is open, and its details beside it.
 * @param {{id: string}} props
 */
export function ConversationPage({ id }) {
  const conversation = useSignalValue(useMemo(() => app.conversation(id), [id]));
  const details = useSignalValue(detailsOpen);
  useEffect(closeCoveringDetails, []);
  if (!conversation) return html`<${UnknownConversation} />`;
  const { role } = conversation;
  return html`<main class="main conversation" aria-label=${titleOf(conversation)} tabindex="-1">
      <${ConversationHeader} conversation=${conversation} />
      ${role === null
        ? html`<${Invitation} conversation=${conversation} />`
        : html`<${Timeline} key=${`${id} ${language()}`} id=${id} /><${Foot} conversation=${conversation} />`}
    </main>
    ${details && role !== null && html`<${Details} key=${id} conversation=${conversation} />`}`;
}

/** Where the details lie over the conversation (see layout.css), they are not what one came to see. */
function closeCoveringDetails() {
  if (!window.matchMedia("(min-width: 1200px)").matches) detailsOpen.value = false;
}

/** @param {{conversation: import("../../state/types.js").Conversation}} props */
function Foot({ conversation }) {
  const blocks = useSignalValue(app.blocks);
  const { id, peer } = conversation;
  if (!peer || !blocks.has(peer.id)) return html`<${Composer} key=${id} id=${id} />`;
  return html`<div class="conversation-foot">
    <p>${t("conversation.blocked", { name: titleOf(conversation) })}</p>
    <button type="button" class="button" onClick=${() => attempt(() => app.actions.unblock(peer.id))}>
      ${t("profile.unblock")}</button>
  </div>`;
}

/**
 * A room that one has found and not joined yet.
 * @param {{conversation: import("../../state/types.js").Conversation}} props
 */
function Invitation({ conversation }) {
  const lead = t("conversation.joinLead");
  return html`<${Empty} icon="hash" title=${titleOf(conversation)} lead=${lead}>
    <button type="button" class="button button-primary"
      onClick=${() => attempt(() => app.actions.joinRoom(conversation.id))}>${t("conversation.join")}</button>
  </>`;
}
