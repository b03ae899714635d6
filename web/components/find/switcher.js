import { useId, useMemo, useState } from "../../vendor/hooks.js";
import { app } from "../../state/index.js";
import { t } from "../../words/index.js";
import { addressOf, go } from "../address.js";
import { Mark } from "../conversation/mark.js";
import { titleOf } from "../conversation/title.js";
import { Unread } from "../conversation/unread.js";
import { Dialog } from "../elements/dialog.js";
import { html, useSignalValue } from "../html.js";
import { dismiss } from "../surfaces.js";
import { ranked } from "./ranking.js";

/** @typedef {import("../../state/types.js").Conversation} Conversation */

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
    setText(/** @type {HTMLInputElement} */ (event.target).value);
    setChosen(0);
  };
  return html`<${Dialog} title=${t("switcher.title")} class="dialog-switcher" titleHidden>
    <input class="field-input switcher-field" type="text" role="combobox" aria-label=${t("switcher.field")}
      placeholder=${t("switcher.title")} aria-expanded="true" aria-controls=${id} aria-autocomplete="list"
      aria-activedescendant=${at >= 0 ? `${id}-${at}` : null} autocomplete="off" spellcheck=${false}
      dir="auto"
      data-autofocus="" value=${text} onInput=${type}
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
    aria-selected=${chosen ? "true" : "false"}
      onClick=${() => open(conversation)}>
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

/** @param {Conversation} conversation */
function open({ id }) {
  dismiss();
  go(addressOf(id));
}

/**
 * @param {KeyboardEvent} event
 * @param {Conversation[]} found
 * @param {number} at
 * @param {(index: number) => void} choose
 */
function steer(event, found, at, choose) {
  const steps = /** @type {Record<string, number>} */ ({ ArrowDown: 1, ArrowUp: -1 });
  const step = steps[event.key];
  if (event.isComposing || found.length === 0 || (step === undefined && event.key !== "Enter")) return;
  event.preventDefault();
  if (step === undefined) open(found[at]);
  else choose((at + step + found.length) % found.length);
}
