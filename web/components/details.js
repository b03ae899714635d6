/** What there is to know and do about a conversation. */
import { app } from "../state/index.js";
import { useLayoutEffect, useRef, useState } from "../vendor/hooks.js";
import { t } from "../words/index.js";
import { attempt, Field, FormDialog, tellFailure, useDismiss, useSubmit } from "./dialogs.js";
import { html, useNarrow, useSignalOf } from "./html.js";
import { Icon } from "./icons.js";
import { isMuted, Mark } from "./marks.js";
import { Banned, Members } from "./members.js";
import { MenuButton } from "./menu.js";
import { titleOf } from "./names.js";
import { detailsOpen, go, show, showProfile } from "./navigation.js";
import { mayDelete, mayInvite, mayLeave, mayRename } from "./rights.js";
import { fullTime } from "./times.js";

/** @import { Conversation, IconName, OfConversation, UserBrief } from "./types.js" */

/** @param {OfConversation} props */
export function Details({ conversation }) {
  const [banned, setBanned] = useState(/** @type {UserBrief[]} */ ([]));
  const close = () => (detailsOpen.value = false);
  const button = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const covering = useNarrow();
  useLayoutEffect(() => (covering ? button.current?.focus() : undefined), [covering]);
  const lifted = (/** @type {UserBrief} */ user) => setBanned(banned.filter(({ id }) => id !== user.id));
  const keys = (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && close();
  return html`<aside class="details" aria-label=${t("details.title")} onKeyDown=${keys}>
    <header class="details-head">
      <h2 class="details-heading">${t("details.title")}</h2>
      <button ref=${button} type="button" class="icon-button" aria-label=${t("details.close")}
        onClick=${close}><${Icon} name="close" /></button>
    </header>
    <div class="details-body" tabindex="0" role="group" aria-label=${t("details.title")}>
      <${About} conversation=${conversation} />
      <${Actions} conversation=${conversation} />
      ${conversation.kind !== "direct" && html`
        <${Members} conversation=${conversation}
          banned=${(/** @type {UserBrief} */ user) => setBanned([...banned, user])} />
        <${Banned} conversation=${conversation.id} users=${banned} lifted=${lifted} />`}
    </div>
  </aside>`;
}

/** @param {OfConversation} props */
function About({ conversation }) {
  const { kind, peer, slug } = conversation;
  return html`<div class="details-about">
    <${Mark} conversation=${conversation} size="l" />
    <p class="details-title"><bdi>${titleOf(conversation)}</bdi></p>
    <p class="soft">${peer ? `@${peer.username}` : t(`conversation.${kind}`)}${slug && html` · #${slug}`}</p>
    ${peer && html`<button type="button" class="button" onClick=${() => showProfile(peer.id)}>
      ${t("details.profile")}</button>`}
  </div>`;
}

/** @param {OfConversation} props */
function Actions({ conversation }) {
  const { id, muted_until: until } = conversation;
  return html`<div class="details-actions">
    <${Mute} conversation=${conversation} />
    ${mayInvite(conversation) && html`<${Action} icon="personAdd" label=${t("details.invite")}
      act=${() => show({ kind: "invite", conversation: id })} />`}
    ${mayRename(conversation) && html`<${Action} icon="edit" label=${t("details.rename")}
      act=${() => show({ kind: "rename", conversation: id })} />`}
    ${mayLeave(conversation) && html`<${Action} icon="door" label=${t("details.leave")}
      act=${() => askToLeave(conversation)} />`}
    ${mayDelete(conversation) && html`<${Action} icon="trash" label=${t("details.delete")} danger
      act=${() => askToDelete(conversation)} />`}
    ${until && isMuted(conversation) && html`<p class="details-muted">${mutedWords(until)}</p>`}
  </div>`;
}

/** @param {{icon: IconName, label: string, act: () => void, danger?: boolean}} props */
function Action({ icon, label, act, danger = false }) {
  return html`<button type="button" class=${danger ? "action action-danger" : "action"} onClick=${act}>
    <${Icon} name=${icon} /><span>${label}</span>
  </button>`;
}

const hour = 60 * 60 * 1000;
/** The server knows times only: "for ever" is a time that nobody waits for. */
const forEver = "9999-12-31T00:00:00Z";

/** @param {OfConversation} props */
function Mute({ conversation }) {
  const { id } = conversation;
  const mute = (/** @type {string | null} */ until) => attempt(() => app.actions.mute(id, until));
  const later = (/** @type {number} */ ms) => new Date(Date.now() + ms).toISOString();
  if (isMuted(conversation)) {
    return html`<${Action} icon="bell" label=${t("details.unmute")} act=${() => mute(null)} />`;
  }
  const items = [
    { label: t("details.muteHour"), choose: () => mute(later(hour)) },
    { label: t("details.muteDay"), choose: () => mute(later(24 * hour)) },
    { label: t("details.muteForever"), choose: () => mute(forEver) },
  ];
  return html`<${MenuButton} label=${t("details.mute")} items=${items} class="action" wide>
    <${Icon} name="bellOff" /><span>${t("details.mute")}</span></>`;
}

/** @param {string} until a mute without an end is one of many years */
function mutedWords(until) {
  const far = new Date(until).getFullYear() - new Date().getFullYear() > 5;
  return far ? t("details.mutedForever") : t("details.mutedUntil", { time: fullTime(until) });
}

/** @param {{conversation: string}} props */
export function RenameDialog({ conversation }) {
  const known = useSignalOf(app.conversation, conversation);
  const [title, setTitle] = useState(known?.title ?? "");
  const close = useDismiss();
  const rename = () => app.actions.rename(conversation, title.trim()).then(close);
  const form = useSubmit(rename, { fields: ["title"] });
  return html`<${FormDialog} title=${t("details.renameTitle")} class="dialog-small" form=${form}
      action=${t("common.save")}>
    <${Field} label=${t("details.name")} value=${title} input=${setTitle} error=${form.at("title")}
      autofocus required maxlength="120" />
  </>`;
}

/** @param {Conversation} conversation */
function askToLeave(conversation) {
  show({
    kind: "confirm",
    title: t("details.leaveTitle", { title: titleOf(conversation) }),
    lead: t(conversation.kind === "room" ? "details.leaveRoom" : "details.leaveGroup"),
    action: t("details.leave"),
    confirmed: () => leaveFor(() => app.actions.leave(conversation.id)),
  });
}

/** @param {Conversation} conversation */
function askToDelete(conversation) {
  show({
    kind: "confirm",
    title: t("details.deleteTitle", { title: titleOf(conversation) }),
    lead: t("details.deleteLead"),
    action: t("details.deleteDo"),
    confirmed: () => leaveFor(() => app.actions.deleteConversation(conversation.id)),
  });
}

/**
 * Gone from the page first, so that nothing asks again for what is about to be left; back should it fail.
 * @param {() => Promise<unknown>} action
 */
async function leaveFor(action) {
  const here = location.hash;
  go("#/");
  try {
    await action();
  } catch (error) {
    go(here);
    tellFailure(error);
  }
}
