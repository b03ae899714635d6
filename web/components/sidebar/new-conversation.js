import { t } from "../../words/index.js";
import { MenuButton } from "../elements/menu.js";
import { html } from "../html.js";
import { Icon } from "../icons.js";
import { show } from "../surfaces.js";

export function NewConversation() {
  /** @type {import("../elements/menu.js").MenuItem[]} */
  const items = [
    { label: t("sidebar.direct"), icon: "person", choose: () => show({ kind: "direct" }) },
    { label: t("sidebar.group"), icon: "people", choose: () => show({ kind: "group" }) },
    { label: t("sidebar.room"), icon: "hash", choose: () => show({ kind: "room" }) },
    { label: t("sidebar.findRooms"), icon: "search", choose: () => show({ kind: "rooms" }) },
  ];
  return html`<${MenuButton} label=${t("sidebar.new")} items=${items}><${Icon} name="compose" /></>`;
}
