import { app } from "../../state/index.js";
import { t } from "../../words/index.js";
import { go } from "../address.js";
import { isMuted } from "../conversation/muted.js";
import { titleOf } from "../conversation/title.js";
import { tellFailure } from "../elements/failure.js";
import { html } from "../html.js";
import { Icon } from "../icons.js";
import { show } from "../surfaces.js";
import { fullTime } from "../times.js";
import { Mute } from "./mute.js";
import { mayDelete, mayInvite, mayLeave, mayRename } from "./rights.js";

/** @typedef {import("../../state/types.js").Conversation} Conversation */

/** @param {{conversation: Conversation}} props */
export function DetailsActions({ conversation }) {
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
    ${isMuted(until) && html`<p class="details-muted">${mutedWords(until)}</p>`}
  </div>`;
}

/** @param {{icon: import("../icons.js").IconName, label: string, act: () => void, danger?: boolean}} props */
function Action({ icon, label, act, danger = false }) {
  return html`<button type="button" class=${danger ? "action action-danger" : "action"} onClick=${act}>
    <${Icon} name=${icon} /><span>${label}</span>
  </button>`;
}

/** @param {string | null} until a mute without an end is one of many years */
function mutedWords(until) {
  const far = until !== null && new Date(until).getFullYear() - new Date().getFullYear() > 5;
  if (until === null || far) return t("details.mutedForever");
  return t("details.mutedUntil", { time: fullTime(until) });
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
