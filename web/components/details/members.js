import { useEffect, useMemo } from "../../vendor/hooks.js";
import { app } from "../../state/index.js";
import { t } from "../../words/index.js";
import { attempt } from "../elements/failure.js";
import { html, useSignalValue } from "../html.js";
import { PresentAvatar } from "../people/avatar.js";
import { nameOf } from "../people/identity.js";
import { showProfile } from "../surfaces.js";
import { MemberMenu } from "./member-menu.js";

/** @typedef {import("../../state/types.js").Member} Member */
/** @typedef {import("../../state/types.js").UserBrief} UserBrief */

const rank = { owner: 0, admin: 1, member: 2 };

/**
 * @param {{conversation: import("../../state/types.js").Conversation, banned: (user: UserBrief) => void}}
 *   props
 */
export function Members({ conversation, banned }) {
  const { id, members_count: count } = conversation;
  const members = useSignalValue(useMemo(() => app.members(id), [id]));
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

/**
 * @param {{member: Member, conversation: import("../../state/types.js").Conversation,
 *   banned: (user: UserBrief) => void}} props
 */
function MemberRow({ member, conversation, banned }) {
  const me = useSignalValue(app.me);
  const { user, role } = member;
  const isMe = me?.id === user.id;
  return html`<li class="person">
    <button type="button" class="person-name" onClick=${() => showProfile(user.id)}>
      <${PresentAvatar} user=${user} />
      <span class="person-words">
        <span class="person-title">
          <bdi>${nameOf(user)}</bdi>${isMe && html` <span class="soft">(${t("common.you")})</span>`}
        </span>
        <span class="person-sub">@${user.username}</span>
      </span>
    </button>
    ${role !== "member" && html`<span class="role">${t(`role.${role}`)}</span>`}
    ${!isMe && html`<${MemberMenu} member=${member} conversation=${conversation} banned=${banned} />`}
  </li>`;
}

/**
 * @param {Member} one
 * @param {Member} other
 */
function byRoleThenName(one, other) {
  return rank[one.role] - rank[other.role] || nameOf(one.user).localeCompare(nameOf(other.user));
}
