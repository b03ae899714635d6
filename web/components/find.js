/** Finding while one types: the search for words in messages, and the switcher between conversations. */
import { app } from "../state/index.js";
import { useEffect, useId, useMemo, useState } from "../vendor/hooks.js";
import { t } from "../words/index.js";
import { Checkbox, Dialog, Empty, failureText, Field, inputOf } from "./dialogs.js";
import { html, useSignalOf, useSignalValue } from "./html.js";
import { Avatar, Mark, Unread } from "./marks.js";
import { excerpt, ranked } from "./matching.js";
import { nameOf, titleOf } from "./names.js";
import { addressOf, dismiss, enter } from "./navigation.js";
import { briefTime, fullTime } from "./times.js";

/** @import { Conversation, Message, Search } from "./types.js" */

/** Waiting for the next letter costs less than asking for each. */
const pause = 200;

/** @type {Search<never>} */
const idle = { state: "idle", results: [], error: null };

/**
 * What is found for a text, asked a moment after the last change; only the newest question's answer counts.
 * @template T
 * @param {string} text
 * @param {(text: string) => Promise<T[]>} find
 * @param {{empty?: boolean, scope?: unknown}} [options]
 *   `empty`: an empty text is a question too; `scope`: asks anew when it changes
 * @returns {Search<T>}
 */
export function useSearch(text, find, { empty = false, scope = null } = {}) {
  const [search, setSearch] = useState(/** @type {Search<T>} */ (idle));
  const asked = text.trim();
  useEffect(() => {
    if (!asked && !empty) return setSearch(idle);
    let newest = true;
    const settle = (/** @type {Partial<Search<T>>} */ change) => {
      if (newest) setSearch((old) => ({ ...old, ...change }));
    };
    const ask = () => {
      settle({ state: "searching" });
      find(asked).then(
        (results) => settle({ state: "found", results, error: null }),
        (error) => settle({ state: "failed", results: [], error }),
      );
    };
    const timer = setTimeout(ask, asked ? pause : 0);
    return () => {
      newest = false;
      clearTimeout(timer);
    };
  }, [asked, scope]);
  return search;
}

/**
 * How a search stands, in words that are announced as they change.
 * @param {{search: Search<unknown>, count: string, none: string, noneLead?: string}} props
 */
export function SearchState({ search: { state, results, error }, count, none, noneLead }) {
  const nothing = state === "found" && results.length === 0;
  return html`<div class="search-state" role="status">
    ${state === "found" && !nothing && html`<p class="visually-hidden">
      ${t(count, { count: results.length })}
    </p>`}
    ${state === "failed" && html`<p class="complaint">${failureText(error)}</p>`}
    ${nothing && html`<${Empty} icon="search" title=${none} lead=${noneLead} />`}
  </div>`;
}

/**
 * Words in messages; a result leads to its place in the conversation.
 * @param {{conversation: string | null}} props where the search began
 */
export function SearchDialog({ conversation }) {
  const [text, setText] = useState("");
  const [here, setHere] = useState(conversation !== null);
  const scope = here ? conversation : null;
  const known = useSignalOf(app.conversation, conversation ?? "");
  const search = useSearch(text, (asked) => app.actions.searchMessages(asked, scope ?? undefined), { scope });
  return html`<${Dialog} title=${t("sidebar.search")} class="dialog-wide">
    <div class="form">
      <${Field} label=${t("search.field")} type="search" value=${text} input=${setText} autofocus
        autocomplete="off" maxlength="200" />
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
  const place = useSignalOf(app.conversation, conversation);
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

/** More than these nobody looks through: another letter finds it sooner. */
const most = 50;

/** By keyboard to any conversation: type a part of its name, Enter. */
export function Switcher() {
  const conversations = useSignalValue(app.conversations);
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState(0);
  const found = useMemo(() => ranked(conversations, text, namesOf).slice(0, most), [conversations, text]);
  const at = Math.min(chosen, found.length - 1);
  const id = useId();
  const type = (/** @type {InputEvent} */ event) => {
    setText(inputOf(event).value);
    setChosen(0);
  };
  return html`<${Dialog} title=${t("switcher.title")} class="dialog-switcher" titleHidden>
    <input class="field-input switcher-field" type="text" role="combobox" aria-label=${t("switcher.field")}
      placeholder=${t("switcher.title")} aria-expanded="true" aria-controls=${id} aria-autocomplete="list"
      aria-activedescendant=${at >= 0 ? `${id}-${at}` : null} autocomplete="off" spellcheck=${false}
      dir="auto" data-autofocus="" value=${text} onInput=${type}
      onKeyDown=${(/** @type {KeyboardEvent} */ event) => steer(event, found, at, setChosen)} />
    <ul id=${id} class="switcher-list" role="listbox" aria-label=${t("sidebar.conversations")}>
      ${found.map((conversation, index) => html`<${Option} key=${conversation.id} id=${`${id}-${index}`}
        conversation=${conversation} chosen=${index === at} />`)}
    </ul>
    <p class="switcher-hint" role="status">${found.length === 0 ? t("switcher.none") : t("switcher.hint")}</p>
  </>`;
}

/** @param {{id: string, conversation: Conversation, chosen: boolean}} props */
function Option({ id, conversation, chosen }) {
  const reveal = (/** @type {HTMLElement | null} */ row) => {
    if (chosen) row?.scrollIntoView({ block: "nearest" });
  };
  return html`<li id=${id} ref=${reveal} class="switcher-option" role="option"
      aria-selected=${chosen ? "true" : "false"} onClick=${() => enter(conversation)}>
    <${Mark} conversation=${conversation} size="s" presence=${false} />
    <span class="switcher-title"><bdi>${titleOf(conversation)}</bdi></span>
    <${Unread} conversation=${conversation} />
  </li>`;
}

/** @param {Conversation} conversation */
function namesOf(conversation) {
  const { slug, peer } = conversation;
  return [titleOf(conversation), slug ?? "", peer?.username ?? ""].filter(Boolean);
}

/** @type {Record<string, number>} */
const steps = { ArrowDown: 1, ArrowUp: -1 };

/**
 * Choose by arrow keys, open with Enter.
 * @type {(event: KeyboardEvent, found: Conversation[], at: number, choose: (index: number) => void) => void}
 */
function steer(event, found, at, choose) {
  const step = steps[event.key];
  if (event.isComposing || found.length === 0 || (step === undefined && event.key !== "Enter")) return;
  event.preventDefault();
  if (step === undefined) enter(found[at]);
  else choose((at + step + found.length) % found.length);
}
