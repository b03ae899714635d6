import { useMemo } from "../../vendor/hooks.js";
import { app } from "../../state/index.js";
import { t } from "../../words/index.js";
import { attempt } from "../elements/failure.js";
import { html, useSignalValue } from "../html.js";
import { Avatar } from "../people/avatar.js";
import { nameOf } from "../people/identity.js";
import { unblock } from "../people/profile-card.js";
import { Section } from "./section.js";

export function BlockedSection() {
  const blocks = useSignalValue(app.blocks);
  return html`<${Section} title=${t("settings.blocked")}>
    ${blocks.size === 0 && html`<p class="soft">${t("settings.blockedNone")}</p>`}
    <ul class="devices">${[...blocks].map((id) => html`<${BlockedPerson} key=${id} id=${id} />`)}</ul>
  </>`;
}

/** @param {{id: string}} props */
function BlockedPerson({ id }) {
  const user = useSignalValue(useMemo(() => app.user(id), [id]));
  if (!user) return null;
  return html`<li class="device">
    <${Avatar} user=${user} />
    <span class="person-words"><span class="person-title"><bdi>${nameOf(user)}</bdi></span>
      <span class="person-sub">@${user.username}</span></span>
    <button type="button" class="button button-small" aria-label=${`${t("profile.unblock")}: ${nameOf(user)}`}
      onClick=${() => attempt(() => unblock(user))}>${t("profile.unblock")}</button>
  </li>`;
}
