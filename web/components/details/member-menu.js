import { app } from "../../state/index.js";
import { t } from "../../words/index.js";
import { attempt } from "../elements/failure.js";
import { MenuButton } from "../elements/menu.js";
import { html } from "../html.js";
import { Icon } from "../icons.js";
import { nameOf } from "../people/identity.js";
import { show } from "../surfaces.js";
import { mayRemove, rolesToGive } from "./rights.js";

/** @typedef {import("../../state/types.js").Member} Member */
/** @typedef {import("../../state/types.js").Conversation} Conversation */
/** @typedef {import("../../state/types.js").UserBrief} UserBrief */

/**
 * What one may do with another member; nothing is shown where that is nothing.
 * @param {{member: Member, conversation: Conversation, banned: (user: UserBrief) => void}} props
 */
export function MemberMenu({ member, conversation, banned }) {
  const items = [...roleItems(member, conversation), ...removalItems(member, conversation, banned)];
  if (items.length === 0) return null;
  return html`<${MenuButton} label=${t("details.memberActions", { name: nameOf(member.user) })}
    items=${items}>
    <${Icon} name="more" /></>`;
}

/**
 * @param {Member} member
 * @param {Conversation} conversation
 * @returns {import("../elements/menu.js").MenuItem[]}
 */
function roleItems({ user, role }, conversation) {
  return rolesToGive(conversation.role, role).map((next) => ({
    label: t(`details.make.${next}`),
    icon: "person",
    choose: () => attempt(() => app.actions.setRole(conversation.id, user.id, next)),
  }));
}

/**
 * @param {Member} member
 * @param {Conversation} conversation
 * @param {(user: UserBrief) => void} banned
 * @returns {import("../elements/menu.js").MenuItem[]}
 */
function removalItems({ user, role }, { id, role: own }, banned) {
  if (!mayRemove(own, role)) return [];
  return [
    { label: t("details.remove"), icon: "door", danger: true, choose: () => askToRemove(user, id) },
    { label: t("details.ban"), icon: "block", danger: true, choose: () => askToBan(user, id, banned) },
  ];
}

/**
 * @param {UserBrief} user
 * @param {string} conversation
 */
function askToRemove(user, conversation) {
  show({
    kind: "confirm",
    title: t("details.removeTitle", { name: nameOf(user) }),
    lead: t("details.removeLead"),
    action: t("details.removeDo"),
    confirmed: () => app.actions.removeMember(conversation, user.id),
  });
}

/**
 * @param {UserBrief} user
 * @param {string} conversation
 * @param {(user: UserBrief) => void} banned
 */
function askToBan(user, conversation, banned) {
  show({
    kind: "confirm",
    title: t("details.banTitle", { name: nameOf(user) }),
    lead: t("details.banLead"),
    action: t("details.ban"),
    confirmed: async () => {
      await app.actions.ban(conversation, user.id);
      banned(user);
    },
  });
}
