import { useMemo } from "../../vendor/hooks.js";
import { app } from "../../state/index.js";
import { t } from "../../words/index.js";
import { addressOf, go } from "../address.js";
import { Dialog } from "../elements/dialog.js";
import { Complaint, useAttempt } from "../elements/form.js";
import { html, useSignalValue } from "../html.js";
import { Icon } from "../icons.js";
import { dismiss, show } from "../surfaces.js";
import { Avatar, Presence } from "./avatar.js";
import { nameOf } from "./identity.js";

/** @typedef {import("../../state/types.js").UserBrief} UserBrief */

/**
 * Who someone is, and what one may do: write to them, block them.
 * @param {{user: string}} props an id
 */
export function ProfileCard({ user: id }) {
  const user = useSignalValue(useMemo(() => app.user(id), [id]));
  return html`<${Dialog} title=${t("profile.title")} titleHidden class="dialog-small">
    ${user ? html`<${Card} user=${user} />` : html`<p class="soft">${t("common.loading")}</p>`}
  </>`;
}

/** @param {{user: UserBrief}} props */
function Card({ user }) {
  const me = useSignalValue(app.me);
  const blocked = useSignalValue(app.blocks).has(user.id);
  const { attempt, complaint } = useAttempt();
  return html`<div class="profile">
    <${Avatar} user=${user} size="l" />
    <p class="profile-name"><bdi>${nameOf(user)}</bdi></p>
    <p class="soft">@${user.username}</p>
    ${blocked
      ? html`<p class="soft">${t("profile.blockedMark")}</p>`
      : html`<${Presence} user=${user.id} words />`}
    ${me?.id !== user.id && html`<div class="profile-actions">
      ${!blocked && html`<button type="button" class="button button-primary" data-autofocus=""
        onClick=${() => attempt(() => writeTo(user))}>
        <${Icon} name="message" size=${18} />${t("profile.write")}</button>`}
      <${BlockButton} user=${user} blocked=${blocked} attempt=${attempt} />
    </div>`}
    <${Complaint} text=${complaint} />
  </div>`;
}

/**
 * @param {{user: UserBrief, blocked: boolean, attempt: (action: () => Promise<unknown>) => Promise<void>}}
 *   props
 */
function BlockButton({ user, blocked, attempt }) {
  if (!blocked) {
    return html`<button type="button" class="button button-quiet-danger" onClick=${() => askToBlock(user)}>
      <${Icon} name="block" size=${18} />${t("profile.block")}</button>`;
  }
  return html`<button type="button" class="button" onClick=${() => attempt(() => unblock(user))}>
    ${t("profile.unblock")}</button>`;
}

/** @param {UserBrief} user */
export async function writeTo(user) {
  const conversation = await app.actions.openDirect(user.id);
  dismiss();
  go(addressOf(conversation.id));
}

/** @param {UserBrief} user */
function askToBlock(user) {
  show({
    kind: "confirm",
    title: t("profile.blockTitle", { name: nameOf(user) }),
    lead: t("profile.blockLead"),
    action: t("profile.block"),
    confirmed: async () => {
      await app.actions.block(user.id);
      app.notify(t("profile.blocked", { name: nameOf(user) }), "success");
    },
  });
}

/** @param {UserBrief} user */
export async function unblock(user) {
  await app.actions.unblock(user.id);
  app.notify(t("profile.unblocked", { name: nameOf(user) }), "success");
}
