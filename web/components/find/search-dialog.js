import { useMemo, useState } from "../../vendor/hooks.js";
import { app } from "../../state/index.js";
import { t } from "../../words/index.js";
import { addressOf } from "../address.js";
import { titleOf } from "../conversation/title.js";
import { Dialog } from "../elements/dialog.js";
import { Empty } from "../elements/empty.js";
import { Checkbox, Field } from "../elements/field.js";
import { html, useSignalValue } from "../html.js";
import { Avatar } from "../people/avatar.js";
import { nameOf } from "../people/identity.js";
import { dismiss } from "../surfaces.js";
import { briefTime, fullTime } from "../times.js";
import { excerpt } from "./excerpt.js";
import { SearchState } from "./search-state.js";
import { useSearch } from "./use-search.js";

/** @typedef {import("../../state/types.js").Message} Message */

/**
 * Words in messages; a result leads to its place in the conversation.
 * @param {{conversation: string | null}} props where the search began
 */
export function SearchDialog({ conversation }) {
  const [text, setText] = useState("");
  const [here, setHere] = useState(conversation !== null);
  const scope = here ? conversation : null;
  const known = useSignalValue(useMemo(() => app.conversation(conversation ?? ""), [conversation]));
  const search = useSearch(text, (asked) => app.actions.searchMessages(asked, scope ?? undefined), { scope });
  return html`<${Dialog} title=${t("search.title")} class="dialog-wide">
    <div class="form">
      <${Field} label=${t("search.field")} type="search" value=${text} input=${setText} autofocus
        attributes=${{ autocomplete: "off", maxlength: 200 }} />
      ${known && html`<${Checkbox} label=${t("search.here", { title: titleOf(known) })} checked=${here}
        change=${setHere} />`}
      ${search.state === "idle" && html`<${Empty} icon="search" title=${t("search.start")} />`}
      <${SearchState} search=${search} count="search.count" none=${t("search.none")}
        noneLead=${t("search.noneLead")} />
      ${search.results.length > 0 && html`<ul class="results" aria-label=${t("search.results")}>
        ${search.results.map((message) => html`<${Result} key=${message.id} message=${message}
          text=${text} />`)}
      </ul>`}
    </div>
  </>`;
}

/** @param {{message: Message, text: string}} props */
function Result({ message, text }) {
  const { conversation, seq, sender, body, created_at: at } = message;
  const place = useSignalValue(useMemo(() => app.conversation(conversation), [conversation]));
  return html`<li><a class="result" href=${addressOf(conversation, seq)} onClick=${dismiss}>
    <${Avatar} user=${sender} />
    <span class="result-head">
      <span class="person-title"><bdi>${nameOf(sender)}</bdi></span>
      ${place && html`<span class="soft">${t("search.context", { title: titleOf(place) })}</span>`}
      <time class="soft" datetime=${at} title=${fullTime(at)}>${briefTime(at)}</time>
    </span>
    <span class="result-body" dir="auto">${excerpt(body ?? "", text).map(({ words, found }) =>
      found ? html`<mark>${words}</mark>` : words)}</span>
  </a></li>`;
}
