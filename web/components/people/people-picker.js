import { useState } from "../../vendor/hooks.js";
import { app } from "../../state/index.js";
import { t } from "../../words/index.js";
import { Field } from "../elements/field.js";
import { SearchState } from "../find/search-state.js";
import { useSearch } from "../find/use-search.js";
import { html, useSignalValue } from "../html.js";
import { Icon } from "../icons.js";
import { Avatar } from "./avatar.js";
import { nameOf } from "./identity.js";

/** @typedef {import("../../state/types.js").UserBrief} UserBrief */

/**
 * Finding people by name and choosing some of them.
 * @param {{chosen: UserBrief[], choose: (users: UserBrief[]) => void, without?: Set<string>}} props
 */
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

/**
 * @param {{pick: (user: UserBrief) => void, isChosen?: (user: UserBrief) => boolean, without?: Set<string>}}
 *   props
 */
export function PeopleSearch({ pick, isChosen, without }) {
  const [text, setText] = useState("");
  const me = useSignalValue(app.me);
  const search = useSearch(text, async (asked) => {
    const users = await app.actions.searchUsers(asked);
    return users.filter(({ id }) => id !== me?.id && !without?.has(id));
  });
  return html`
    <${Field} label=${t("people.search")} type="search" value=${text} input=${setText} autofocus
     
      attributes=${{ ...searchInput, placeholder: t("people.searchHint") }} />
    <${SearchState} search=${search} count="people.count" none=${t("people.none")} />
    ${search.results.length > 0 && html`<ul class="people-list people-found"
      aria-label=${t("people.results")}>
      ${search.results.map((user) => html`<li key=${user.id}>
        <${PersonButton} user=${user} pick=${pick} chosen=${isChosen?.(user)} />
      </li>`)}
    </ul>`}`;
}

const searchInput = { autocomplete: "off", spellcheck: false, maxlength: 64 };

/** @param {{user: UserBrief, pick: (user: UserBrief) => void, chosen?: boolean}} props */
function PersonButton({ user, pick, chosen }) {
  return html`<button type="button" class="person-name" onClick=${() => pick(user)}
      aria-pressed=${chosen === undefined ? null : String(chosen)}>
    <${Avatar} user=${user} />
    <span class="person-words">
      <span class="person-title"><bdi>${nameOf(user)}</bdi></span>
      <span class="person-sub">@${user.username}</span>
    </span>
    ${chosen && html`<${Icon} name="check" />`}
  </button>`;
}
