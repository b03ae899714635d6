/** What stands beside the list: a conversation that is open, or that there is none. */
import { app } from "../state/index.js";
import { useEffect } from "../vendor/hooks.js";
import { language, t } from "../words/index.js";
import { CallButtons } from "./calls/entry.js";
import { attempt, Empty } from "./dialogs.js";
import { html, useLate, useSignalOf, useSignalValue } from "./html.js";
import { Icon } from "./icons.js";
import { lazy } from "./lazy.js";
import { isMuted, Mark, Presence } from "./marks.js";
import { titleOf } from "./names.js";
import { detailsOpen, show } from "./navigation.js";
import { Composer } from "./timeline/composer.js";
import { Timeline } from "./timeline/timeline.js";

/** @import { OfConversation } from "./types.js" */

const Details = lazy(async () => (await import("./details.js")).Details);

/** The conversation that is open, and its details beside it. @param {{id: string}} props */
export function ConversationPage({ id }) {
  const conversation = useSignalOf(app.conversation, id);
  const details = useSignalValue(detailsOpen);
  useEffect(closeCoveringDetails, []);
  if (!conversation) return html`<${UnknownConversation} />`;
  const { role } = conversation;
  return html`<main class="main conversation" aria-label=${titleOf(conversation)} tabindex="-1">
      <${Header} conversation=${conversation} />
      ${role === null
        ? html`<${Invitation} conversation=${conversation} />`
        : html`<${Timeline} key=${`${id} ${language()}`} id=${id} /><${Foot} conversation=${conversation} />`}
    </main>
    ${details && role !== null && html`<${Details} key=${id} conversation=${conversation} />`}`;
}

/** Where the details lie over the conversation (see base.css), they are not what one came to see. */
function closeCoveringDetails() {
  if (!window.matchMedia("(min-width: 1200px)").matches) detailsOpen.value = false;
}

/** @param {OfConversation} props */
function Header({ conversation }) {
  return html`<header class="conversation-head">
    <${BackLink} />
    <${Mark} conversation=${conversation} presence=${false} />
    <div class="conversation-names">
      <h1 class="conversation-title"><bdi>${titleOf(conversation)}</bdi></h1>
      <p class="conversation-sub"><${Subtitle} conversation=${conversation} /></p>
    </div>
    <${CallButtons} conversation=${conversation} />
    <button type="button" class="icon-button" aria-label=${t("conversation.search")}
      title=${t("conversation.search")}
      onClick=${() => show({ kind: "search", conversation: conversation.id })}>
      <${Icon} name="search" /></button>
    ${conversation.role !== null && html`<${DetailsButton} />`}
  </header>`;
}

/** To the list, where the window is too narrow for both. */
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

/** @param {OfConversation} props */
function Subtitle({ conversation }) {
  const { kind, peer, members_count: count } = conversation;
  return html`${peer
      ? html`<${Presence} user=${peer.id} words />`
      : html`<span>${t(`conversation.${kind}`)} · ${t("conversation.members", { count })}</span>`}
    ${isMuted(conversation) && html`<span class="muted-mark"><${Icon} name="bellOff"
      size=${14} />${t("sidebar.muted")}</span>`}`;
}

/** @param {OfConversation} props */
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

/** A room that one has found and not joined yet. @param {OfConversation} props */
function Invitation({ conversation }) {
  const lead = t("conversation.joinLead");
  return html`<${Empty} icon="hash" title=${titleOf(conversation)} lead=${lead}>
    <button type="button" class="button button-primary"
      onClick=${() => attempt(() => app.actions.joinRoom(conversation.id))}>${t("conversation.join")}</button>
  </>`;
}

/** Long enough for the server to say whether there is such a conversation. */
const patience = 1500;

/** In place of a conversation that the address names and nobody knows, or does not know yet. */
export function UnknownConversation() {
  const late = useLate(true, patience);
  return html`<main class="main" tabindex="-1" aria-busy=${late ? null : "true"}>
    <header class="conversation-head conversation-head-plain"><${BackLink} /></header>
    ${late
      ? html`<${Empty} icon="search" heading="h1" title=${t("conversation.missing")}
        lead=${t("conversation.missingLead")} />`
      : html`<h1 class="visually-hidden">${t("common.loading")}</h1>`}
  </main>`;
}

const keys = /Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘K" : "Ctrl K";

/** Beside the list as long as no conversation is open. */
export function NothingChosen() {
  const none = useSignalValue(app.conversations).length === 0;
  const title = none ? t("sidebar.empty") : t("conversation.choose");
  const lead = none ? t("sidebar.emptyLead") : t("conversation.chooseLead", { keys });
  return html`<main class="main main-empty" tabindex="-1">
    <${Empty} icon="message" heading="h1" title=${title} lead=${lead}>
      <div class="empty-actions">
        <button type="button" class="button button-primary" onClick=${() => show({ kind: "rooms" })}>
          ${t("sidebar.findRooms")}</button>
        <button type="button" class="button" onClick=${() => show({ kind: "direct" })}>
          ${t("sidebar.direct")}</button>
      </div>
    </>
  </main>`;
}
