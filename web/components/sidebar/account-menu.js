import { app } from "../../state/index.js";
import { t } from "../../words/index.js";
import { go } from "../address.js";
import { attempt } from "../elements/failure.js";
import { MenuButton } from "../elements/menu.js";
import { html, useSignalValue } from "../html.js";
import { Icon } from "../icons.js";
import { Avatar } from "../people/avatar.js";
import { nameOf } from "../people/identity.js";

/** Who is signed in, and what they can do about it. */
export function AccountMenu() {
  const me = useSignalValue(app.me);
  /** @type {import("../elements/menu.js").MenuItem[]} */
  const items = [
    { label: t("sidebar.settings"), icon: "gear", choose: () => go("#/settings") },
    { label: t("sidebar.signOut"), icon: "door", choose: () => attempt(() => app.actions.signOut()) },
  ];
  return html`<${MenuButton} label=${t("sidebar.account")} items=${items} class="account" wide>
    <span class="visually-hidden">${t("sidebar.account")}: </span>
    ${me && html`<${Avatar} user=${me} />
      <span class="account-names">
        <span class="account-name"><bdi>${nameOf(me)}</bdi></span>
        <span class="account-username">@${me.username}</span>
      </span>`}
    <${Icon} name="more" size=${18} />
  </>`;
}
