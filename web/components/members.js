/** Who is in a conversation, who may be invited, and what one may do with each. */
import { app } from "../state/index.js";
import { useEffect, useMemo, useState } from "../vendor/hooks.js";
import { t } from "../words/index.js";
import { attempt, FormDialog, useDismiss, useSubmit } from "./dialogs.js";
import { html, useSignalOf, useSignalValue } from "./html.js";
import { Icon } from "./icons.js";
import { PersonLines, PresentAvatar } from "./marks.js";
import { MenuButton } from "./menu.js";
import { nameOf } from "./names.js";
import { show, showProfile } from "./navigation.js";
import { PeoplePicker } from "./people.js";
import { mayRemove, rolesToGive } from "./rights.js";

/** @import { Conversation, Member, MenuItem, OfUser, UserBrief } from "./types.js" */
/** @typedef {{member: Member, conversation: Conversation, banned: OfUser}} MemberProps */

const rank = { owner: 0, admin: 1, member: 2 };

/** @param {{conversation: Conversation, banned: OfUser}} props */
export function Members({ conversation, banned }) {
  const { id, members_count: count } = conversation;
  const members = useSignalOf(app.members, id);
  useEffect(() => void attempt(() => app.actions.loadMembers(id)), [id]);
  const sorted = useMemo(() => [...(members ?? [])].sort(byRoleThenName), [members]);
  return html`<section class="members">
    <h3 class="members-heading">
      ${t("details.members")} <span class="soft">${members?.length ?? count}</span>
    </h3>
    ${members === null && html`<p class="soft">${t("common.loading")}</p>`}
    <ul class="people-list">
      ${sorted.map((member) => html`<${MemberRow} key=${member.user.id} member=${member}
        conversation=${conversation} banned=${banned} />`)}
    </ul>
  </section>`;
}

/** @type {(one: Member, other: Member) => number} */
function byRoleThenName(one, other) {
  return rank[one.role] - rank[other.role] || nameOf(one.user).localeCompare(nameOf(other.user));
}

/** @param {MemberProps} props */
function MemberRow({ member, conversation, banned }) {
  const me = useSignalValue(app.me);
  const { user, role } = member;
  const isMe = me?.id === user.id;
  return html`<li class="person">
    <button type="button" class="person-name" onClick=${() => showProfile(user.id)}>
      <${PresentAvatar} user=${user} />
      <${PersonLines} user=${user}>${isMe && html` <span class="soft">(${t("common.you")})</span>`}</>
    </button>
    ${role !== "member" && html`<span class="role">${t(`role.${role}`)}</span>`}
    ${!isMe && html`<${MemberMenu} member=${member} conversation=${conversation} banned=${banned} />`}
  </li>`;
}

/** What one may do with another member; nothing is shown where that is nothing. @param {MemberProps} props */
function MemberMenu({ member, conversation, banned }) {
  const items = [...roleItems(member, conversation), ...removalItems(member, conversation, banned)];
  if (items.length === 0) return null;
  return html`<${MenuButton} label=${t("details.memberActions", { name: nameOf(member.user) })}
    items=${items}><${Icon} name="more" /></>`;
}

/** @type {(member: Member, conversation: Conversation) => MenuItem[]} */
function roleItems({ user, role }, conversation) {
  return rolesToGive(conversation.role, role).map((next) => ({
    label: t(`details.make.${next}`),
    icon: "person",
    choose: () => attempt(() => app.actions.setRole(conversation.id, user.id, next)),
  }));
}

/** @type {(member: Member, conversation: Conversation, banned: OfUser) => MenuItem[]} */
function removalItems({ user, role }, { id, role: own }, banned) {
  if (!mayRemove(own, role)) return [];
  return [
    { label: t("details.remove"), icon: "door", danger: true, choose: () => askToRemove(user, id) },
    { label: t("details.ban"), icon: "block", danger: true, choose: () => askToBan(user, id, banned) },
  ];
}

/** @type {(user: UserBrief, conversation: string) => void} */
function askToRemove(user, conversation) {
  show({
    kind: "confirm",
    title: t("details.removeTitle", { name: nameOf(user) }),
    lead: t("details.removeLead"),
    action: t("details.removeDo"),
    confirmed: () => app.actions.removeMember(conversation, user.id),
  });
}

/** @type {(user: UserBrief, conversation: string, banned: OfUser) => void} */
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

/**
 * Those banned while the panel is open: a ban that was a slip can be lifted on the spot.
 * @param {{conversation: string, users: UserBrief[], lifted: OfUser}} props
 */
export function Banned({ conversation, users, lifted }) {
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

/** @param {{conversation: string}} props */
export function InviteDialog({ conversation }) {
  const [chosen, setChosen] = useState(/** @type {UserBrief[]} */ ([]));
  const members = useSignalOf(app.members, conversation);
  const inside = useMemo(() => new Set(members?.map(({ user }) => user.id)), [members]);
  const close = useDismiss();
  const invite = async () => {
    for (const user of chosen) {
      await app.actions.invite(conversation, user.id);
      setChosen((left) => left.filter(({ id }) => id !== user.id));
      app.notify(t("details.invited", { name: nameOf(user) }), "success");
    }
    close();
  };
  return html`<${FormDialog} title=${t("details.invite")} form=${useSubmit(invite)}
      action=${t("details.inviteDo")} disabled=${chosen.length === 0}>
    <${PeoplePicker} chosen=${chosen} choose=${setChosen} without=${inside} />
  </>`;
}
