/** Finding people, the card of one, and the ways to a new conversation with them. */
import { app } from "../state/index.js";
import { useState } from "../vendor/hooks.js";
import { t } from "../words/index.js";
import { Checkbox, Complaint, Dialog, Field, FormDialog, useAttempt, useSubmit } from "./dialogs.js";
import { html, useSignalOf, useSignalValue } from "./html.js";
import { Icon } from "./icons.js";
import { Avatar, Lines, PersonLines, Presence } from "./marks.js";
import { nameOf, slugFrom } from "./names.js";
import { enter, show } from "./navigation.js";
import { SearchState, useSearch } from "./find.js";

/** @import { Attempt, OfUser, Room, UserBrief } from "./types.js" */

/** @param {{chosen: UserBrief[], choose: (users: UserBrief[]) => void, without?: Set<string>}} props */
export function PeoplePicker({ chosen, choose, without }) {
  const has = (/** @type {UserBrief} */ user) => chosen.some(({ id }) => id === user.id);
  const drop = (/** @type {UserBrief} */ user) => choose(chosen.filter(({ id }) => id !== user.id));
  const toggle = (/** @type {UserBrief} */ user) => (has(user) ? drop(user) : choose([...chosen, user]));
  return html`
    ${chosen.length > 0 && html`<ul class="chips" aria-label=${t("people.chosen")}>
      ${chosen.map((user) => html`<li class="chip" key=${user.id}>
        <${Avatar} user=${user} size="s" /><bdi>${nameOf(user)}</bdi>
        <button type="button" class="icon-button chip-drop"
          aria-label=${t("people.remove", { name: nameOf(user) })}
          onClick=${() => drop(user)}><${Icon} name="close" size=${14} /></button>
      </li>`)}
    </ul>`}
    <${PeopleSearch} pick=${toggle} isChosen=${has} without=${without} />`;
}

/** @param {{pick: OfUser, isChosen?: (user: UserBrief) => boolean, without?: Set<string>}} props */
export function PeopleSearch({ pick, isChosen, without }) {
  const [text, setText] = useState("");
  const me = useSignalValue(app.me);
  const search = useSearch(text, async (asked) => {
    const users = await app.actions.searchUsers(asked);
    return users.filter(({ id }) => id !== me?.id && !without?.has(id));
  });
  return html`
    <${Field} label=${t("people.search")} type="search" value=${text} input=${setText} autofocus
      autocomplete="off" spellcheck=${false} maxlength="64" placeholder=${t("people.searchHint")} />
    <${SearchState} search=${search} count="people.count" none=${t("people.none")} />
    ${search.results.length > 0 && html`<ul class="people-list people-found"
      aria-label=${t("people.results")}>
      ${search.results.map((user) => html`<li key=${user.id}>
        <${PersonButton} user=${user} pick=${pick} chosen=${isChosen?.(user)} />
      </li>`)}
    </ul>`}`;
}

/** @param {{user: UserBrief, pick: OfUser, chosen?: boolean}} props */
function PersonButton({ user, pick, chosen }) {
  return html`<button type="button" class="person-name" onClick=${() => pick(user)}
      aria-pressed=${chosen === undefined ? null : String(chosen)}>
    <${Avatar} user=${user} /><${PersonLines} user=${user} />
    ${chosen && html`<${Icon} name="check" />`}
  </button>`;
}

/** Who someone is, and what one may do: write to them, block them. @param {{user: string}} props an id */
export function ProfileCard({ user: id }) {
  const user = useSignalOf(app.user, id);
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

/** @param {{user: UserBrief, blocked: boolean, attempt: Attempt}} props */
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
  enter(await app.actions.openDirect(user.id));
}

/** @param {UserBrief} user */
function askToBlock(user) {
  const name = nameOf(user);
  show({
    kind: "confirm",
    title: t("profile.blockTitle", { name }),
    lead: t("profile.blockLead"),
    action: t("profile.block"),
    confirmed: async () => {
      await app.actions.block(user.id);
      app.notify(t("profile.blocked", { name }), "success");
    },
  });
}

/** @param {UserBrief} user */
export async function unblock(user) {
  await app.actions.unblock(user.id);
  app.notify(t("profile.unblocked", { name: nameOf(user) }), "success");
}

export function NewDirect() {
  const { attempt, complaint } = useAttempt();
  return html`<${Dialog} title=${t("sidebar.direct")}>
    <div class="form">
      <p class="soft">${t("new.directLead")}</p>
      <${PeopleSearch} pick=${(/** @type {UserBrief} */ user) => attempt(() => writeTo(user))} />
      <${Complaint} text=${complaint} />
    </div>
  </>`;
}

export function NewGroup() {
  const [title, setTitle] = useState("");
  const [people, setPeople] = useState(/** @type {UserBrief[]} */ ([]));
  const [shared, setShared] = useState(false);
  const create = async () => {
    const members = people.map(({ id }) => id);
    const history = shared ? "shared" : "joined";
    enter(await app.actions.createGroup({ title: title.trim(), members, history }));
  };
  const form = useSubmit(create, { fields: ["title"] });
  return html`<${FormDialog} title=${t("sidebar.group")} form=${form} action=${t("new.create")}>
    <${Field} label=${t("new.groupName")} value=${title} input=${setTitle} error=${form.at("title")}
      autofocus required maxlength="120" autocomplete="off" />
    <fieldset class="fieldset">
      <legend class="field-label">${t("new.groupPeople")}</legend>
      <${PeoplePicker} chosen=${people} choose=${setPeople} />
    </fieldset>
    <${Checkbox} label=${t("new.history")} checked=${shared} change=${setShared} />
  </>`;
}

export function NewRoom() {
  const [title, setTitle] = useState("");
  // Follows the name until someone writes one of their own.
  const [ownSlug, setOwnSlug] = useState(/** @type {string | null} */ (null));
  const slug = ownSlug ?? slugFrom(title);
  const create = async () => enter(await app.actions.createRoom({ title: title.trim(), slug }));
  const form = useSubmit(create, { fields: ["title", "slug"] });
  return html`<${FormDialog} title=${t("sidebar.room")} form=${form} action=${t("new.create")}>
    <p class="soft">${t("new.roomLead")}</p>
    <${Field} label=${t("new.roomName")} value=${title} input=${setTitle} error=${form.at("title")}
      autofocus required maxlength="120" autocomplete="off" />
    <${Field} label=${t("new.roomSlug")} value=${slug} input=${setOwnSlug} error=${form.at("slug")}
      hint=${t("new.roomSlugHint")} required minlength="3" maxlength="32" autocomplete="off"
      autocapitalize="none" spellcheck=${false} />
  </>`;
}

/** The open rooms of the server, to look through and join. */
export function RoomsDialog() {
  const [text, setText] = useState("");
  const { attempt, complaint } = useAttempt();
  const search = useSearch(text, (asked) => app.actions.rooms(asked), { empty: true });
  return html`<${Dialog} title=${t("sidebar.findRooms")}>
    <div class="form">
      <${Field} label=${t("rooms.search")} type="search" value=${text} input=${setText} autofocus
        autocomplete="off" maxlength="64" />
      <${SearchState} search=${search} count="rooms.count" none=${t("rooms.none")}
        noneLead=${t("rooms.noneLead")} />
      ${search.results.length > 0 && html`<ul class="rooms" aria-label=${t("rooms.list")}>
        ${search.results.map((room) => html`<${RoomRow} key=${room.id} room=${room} attempt=${attempt} />`)}
      </ul>`}
      <${Complaint} text=${complaint} />
      <div class="form-end">
        <button type="button" class="button" onClick=${() => show({ kind: "room" })}>
          <${Icon} name="plus" size=${18} />${t("sidebar.room")}</button>
      </div>
    </div>
  </>`;
}

/** @param {{room: Room, attempt: Attempt}} props */
function RoomRow({ room, attempt }) {
  const [busy, setBusy] = useState(false);
  const open = async () => {
    if (busy) return;
    setBusy(true);
    await attempt(async () => {
      if (!room.joined) await app.actions.joinRoom(room.id);
      enter(room);
    });
    setBusy(false);
  };
  const name = room.title || room.slug;
  const verb = room.joined ? t("rooms.open") : t("rooms.join");
  return html`<li class="room">
    <span class="room-mark" aria-hidden="true"><${Icon} name="hash" size=${18} /></span>
    <${Lines} title=${html`<bdi>${name}</bdi>`}>
      ${t("conversation.members", { count: room.members_count })}
      ${room.joined && html` · ${t("rooms.joined")}`}
    </>
    <button type="button" class="button button-small" onClick=${open} aria-disabled=${busy ? "true" : null}
      aria-label=${`${verb}: ${name}`}>${verb}</button>
  </li>`;
}
