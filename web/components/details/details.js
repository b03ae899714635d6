import { useEffect, useRef, useState } from "../../vendor/hooks.js";
import { app } from "../../state/index.js";
import { t } from "../../words/index.js";
import { Mark } from "../conversation/mark.js";
import { titleOf } from "../conversation/title.js";
import { attempt } from "../elements/failure.js";
import { html } from "../html.js";
import { Icon } from "../icons.js";
import { nameOf } from "../people/identity.js";
import { detailsOpen, showProfile } from "../surfaces.js";
import { useNarrow } from "../use-narrow.js";
import { DetailsActions } from "./details-actions.js";
import { Members } from "./members.js";

/** @typedef {import("../../state/types.js").Conversation} Conversation */
/** @typedef {import("../../state/types.js").UserBrief} UserBrief */

/**
 * What there is to know and do about a conversation.
 * @param {{conversation: Conversation}} props
 */
export function Details({ conversation }) {
  const [banned, setBanned] = useState(/** @type {UserBrief[]} */ ([]));
  const close = () => (detailsOpen.value = false);
  const button = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const covering = useNarrow();
  useEffect(() => (covering ? button.current?.focus() : undefined), [covering]);
  const keys = (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && close();
  return html`<aside class="details" aria-label=${t("details.title")} onKeyDown=${keys}>
    <header class="details-head">
      <h2 class="details-heading">${t("details.title")}</h2>
      <button ref=${button} type="button" class="icon-button" aria-label=${t("details.close")}
        onClick=${close}>
        <${Icon} name="close" /></button>
    </header>
    <div class="details-body" tabindex="0" role="group" aria-label=${t("details.title")}>
      <${About} conversation=${conversation} />
      <${DetailsActions} conversation=${conversation} />
      ${conversation.kind !== "direct" && html`
        <${Members} conversation=${conversation}
          banned=${(/** @type {UserBrief} */ user) => setBanned([...banned, user])} />
        <${Banned} conversation=${conversation.id} users=${banned}
         
          lifted=${(/** @type {UserBrief} */ user) => setBanned(without(banned, user))} />`}
    </div>
  </aside>`;
}

/** @param {UserBrief[]} users @param {UserBrief} gone */
function without(users, gone) {
  return users.filter(({ id }) => id !== gone.id);
}

/** @param {{conversation: Conversation}} props */
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

/**
 * Those banned while the panel is open: a ban that was a slip can be lifted on the spot.
 * @param {{conversation: string, users: UserBrief[], lifted: (user: UserBrief) => void}} props
 */
function Banned({ conversation, users, lifted }) {
  const lift = (/** @type {UserBrief} */ user) => attempt(async () => {
    await app.actions.unban(conversation, user.id);
    lifted(user);
    app.notify(t("details.unbanned", { name: nameOf(user) }), "success");
  });
  return users.map((user) => html`<p class="details-banned" key=${user.id} role="status">
    <span>${t("details.banned", { name: nameOf(user) })}</span>
    <button type="button" class="button button-small"
      onClick=${() => lift(user)}>${t("details.unban")}</button>
  </p>`);
}
