import { useState } from "../../vendor/hooks.js";
import { app } from "../../state/index.js";
import { t } from "../../words/index.js";
import { addressOf } from "../address.js";
import { attempt } from "../elements/failure.js";
import { MenuButton } from "../elements/menu.js";
import { html } from "../html.js";
import { Icon } from "../icons.js";
import { nameOf } from "../people/identity.js";
import { show, showProfile } from "../surfaces.js";
import { replyTo, startEditing } from "./composing.js";
import { EmojiPicker } from "./emoji-picker.js";

/** @typedef {import("../../state/types.js").Message} Message */

/** @param {Message} message */
function confirmDeletion(message) {
  show({
    kind: "confirm",
    title: t("message.deleteTitle"),
    lead: t("message.deleteLead"),
    action: t("message.delete"),
    confirmed: () => app.actions.remove(message),
  });
}

/** @param {string} text */
function copy(text) {
  return attempt(async () => {
    await navigator.clipboard.writeText(text);
    app.notify(t("message.copied"), "info");
  });
}

/**
 * @param {Message} message
 * @returns {import("../elements/menu.js").MenuItem[]}
 */
function moreItems(message) {
  const { sender, conversation, seq, body } = message;
  const link = new URL(addressOf(conversation, seq), location.href).href;
  return [
    { label: t("message.copyText"), icon: "copy", choose: () => copy(body ?? "") },
    { label: t("message.copyLink"), icon: "copy", choose: () => copy(link) },
    { label: t("message.profile", { name: nameOf(sender) }), icon: "person", choose: () => showProfile(sender.id) },
  ];
}

/** @param {Message} message */
function rightsOn(message) {
  const own = message.sender.id === app.me.value?.id;
  const role = app.conversation(message.conversation).value?.role;
  return { edit: own, remove: own || role === "owner" || role === "admin" };
}

/** @param {KeyboardEvent} event */
function moveInToolbar(event) {
  const toolbar = /** @type {HTMLElement} */ (event.currentTarget);
  if (event.key === "Escape") return /** @type {HTMLElement} */ (toolbar.closest("article")).focus();
  const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  const target = /** @type {HTMLElement} */ (event.target);
  if (step === 0 || !target.matches(".message-toolbar > button")) return undefined;
  const buttons = /** @type {HTMLElement[]} */ ([...toolbar.querySelectorAll(":scope > button")]);
  const way = getComputedStyle(toolbar).direction === "rtl" ? -step : step;
  event.preventDefault();
  return buttons[(buttons.indexOf(target) + way + buttons.length) % buttons.length].focus();
}

/** @param {{message: Message}} props */
export function MessageToolbar({ message }) {
  const [anchor, setAnchor] = useState(/** @type {HTMLElement | null} */ (null));
  const { edit, remove } = rightsOn(message);
  const react = (/** @type {string} */ emoji) => attempt(() => app.actions.react(message, emoji, true));
  return html`<div class="message-toolbar" role="toolbar" aria-label=${t("message.actions")}
      onKeyDown=${moveInToolbar}>
      <${Action} icon="emoji" label=${t("message.react")}
        act=${(/** @type {MouseEvent} */ event) => setAnchor(/** @type {HTMLElement} */ (event.currentTarget))} />
      <${Action} icon="reply" label=${t("message.reply")} act=${() => replyTo(message)} />
      ${edit && html`<${Action} icon="edit" label=${t("message.edit")} act=${() => startEditing(message)} />`}
      ${remove && html`<${Action} icon="trash" label=${t("message.delete")}
        act=${() => confirmDeletion(message)} />`}
      <${MenuButton} label=${t("message.more")} items=${moreItems(message)} class="message-action">
        <${Icon} name="more" size=${18} />
      </>
    </div>
    ${anchor && html`<${EmojiPicker} anchor=${anchor} choose=${react} close=${() => setAnchor(null)} />`}`;
}

/**
 * @param {{icon: import("../icons.js").IconName, label: string, act: (event: MouseEvent) => void}} props
 */
function Action({ icon, label, act }) {
  return html`<button type="button" class="message-action" aria-label=${label} title=${label} onClick=${act}>
    <${Icon} name=${icon} size=${18} />
  </button>`;
}
