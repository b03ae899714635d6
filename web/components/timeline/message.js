/** One message of the log: who said what when, what it answers, how far it came, and what one can do with it. */

import { computed } from "../../vendor/signals-core.js";
import { useState } from "../../vendor/hooks.js";
import { summaryOf } from "../../files/summary.js";
import { app } from "../../state/index.js";
import { language, t } from "../../words/index.js";
import { attempt, failureText } from "../dialogs.js";
import { Attachments } from "../files/attachments.js";
import { html, pure, useSignalOf } from "../html.js";
import { Icon } from "../icons.js";
import { Avatar } from "../marks.js";
import { MenuButton } from "../menu.js";
import { nameOf } from "../names.js";
import { addressOf, show, showProfile } from "../navigation.js";
import { previewOf } from "../preview.js";
import { dayAndTimeOf, shortTimeOf, timeOf } from "../times.js";
import { EmojiPicker } from "./picker.js";
import { MessageBody } from "./message-body.js";
import { begin } from "./writing.js";

/** @import { DeliveryState, IconName, MenuItem, Message, MessageProps, Reaction, ReplyTo } from "./types.js" */

export const MessageRow = pure((/** @type {MessageProps} */ props) => {
  const { name, message, leads, delivery, readers, current, active, flashed } = props;
  const { sender, created_at: at, deleted, reactions, seq } = message;
  const tab = current ? 0 : -1;
  const classes = ["message", leads && "message-leads", active && "message-active", flashed && "message-flashed"];
  return html`<article class=${classes.filter(Boolean).join(" ")} data-key=${name} data-seq=${seq}
      tabindex=${tab} data-delivery=${delivery}
      aria-label=${t("message.name", { name: nameOf(sender), time: timeOf(at) })}>
    <div class="message-gutter">
      ${leads ? html`<${Avatar} user=${sender} />` : html`<span class="message-side-time" aria-hidden="true">
        ${shortTimeOf(at)}</span>`}
    </div>
    <div class="message-main">
      ${leads && html`<${Head} message=${message} tab=${tab} />`}
      <${Content} ...${props} tab=${tab} />
      ${!deleted && reactions.length > 0 && html`<${Reactions} message=${message} tab=${tab} />`}
      ${delivery && html`<${Delivery} message=${message} state=${delivery} />`}
      ${readers && html`<${Readers} users=${readers} />`}
    </div>
    ${active && !deleted && Number.isFinite(seq) && html`<${MessageToolbar} message=${message} />`}
  </article>`;
});

/** @param {{message: Message, tab: number}} props */
function Head({ message, tab }) {
  const { sender, created_at: at, conversation, seq } = message;
  const time = html`<time datetime=${at} title=${dayAndTimeOf(at)}>${timeOf(at)}</time>`;
  return html`<header class="message-head">
    <button type="button" class="message-author" tabindex=${tab} onClick=${() => showProfile(sender.id)}>
      <bdi>${nameOf(sender)}</bdi></button>
    ${Number.isFinite(seq)
      ? html`<a class="message-time" href=${addressOf(conversation, seq)} tabindex=${tab}>${time}</a>`
      : html`<span class="message-time">${time}</span>`}
  </header>`;
}

/** @param {MessageProps & {tab: number}} props */
function Content({ message, jump, tab }) {
  const { attachments, body, deleted, edited_at: edited, mentions, reply_to: answered } = message;
  if (deleted || body === null) return html`<p class="message-gone">${t("message.deleted")}</p>`;
  return html`${answered && html`<${Quote} answered=${answered} conversation=${message.conversation} jump=${jump}
      tab=${tab} />`}
    ${body && html`<${MessageBody} body=${body} mentions=${mentions} tab=${tab} />`}
    ${attachments.length > 0 && html`<${Attachments} message=${message} tab=${tab} />`}
    ${edited && html`<span class="message-edited" title=${t("message.editedAt", { time: dayAndTimeOf(edited) })}>
    (${t("message.edited")})</span>`}`;
}

/**
 * What a message answers, above it; pressing it leads there.
 * @param {{answered: ReplyTo, conversation: string, jump: (id: string) => void, tab: number}} props
 */
function Quote({ answered, conversation, jump, tab }) {
  const { id, sender, excerpt } = answered;
  return html`<button type="button" class="quote" tabindex=${tab} onClick=${() => jump(id)}>
    <${Icon} name="reply" size=${14} />
    <span class="visually-hidden">${t("message.answers", { name: nameOf(sender) })}: </span>
    <bdi class="quote-author" aria-hidden="true">${nameOf(sender)}</bdi>
    <bdi class="quote-text">${excerpt ? previewOf(excerpt) : wordlessText(answered, conversation)}</bdi>
  </button>`;
}

/** What has no words was deleted, or is files. @param {ReplyTo} answered @param {string} conversation */
function wordlessText({ id }, conversation) {
  const known = app.timeline(conversation).find(id);
  if (known && !known.deleted) return summaryOf(known.attachments);
  return t(known ? "message.answersDeleted" : "message.answersWordless");
}

/** @param {{message: Message, tab: number}} props */
function Reactions({ message, tab }) {
  const given = message.reactions.filter(({ count }) => count > 0);
  if (given.length === 0) return null;
  return html`<div class="reactions">
    ${given.map((reaction) => html`<button type="button" key=${reaction.emoji} tabindex=${tab} class="reaction"
        aria-pressed=${reaction.mine ? "true" : "false"} aria-label=${nameFor(reaction)} title=${nameFor(reaction)}
        onClick=${() => attempt(() => app.actions.react(message, reaction.emoji, !reaction.mine))}>
      <span class="reaction-emoji">${reaction.emoji}</span> <span class="reaction-count">${reaction.count}</span>
    </button>`)}
  </div>`;
}

/** The server tells how many gave an emoji and whether one is oneself. @param {Reaction} reaction */
function nameFor({ emoji, count, mine }) {
  return t(mine ? "message.reactionMine" : "message.reaction", { emoji, count });
}

/** @type {Record<DeliveryState, IconName>} */
const ICONS = { sending: "clock", sent: "check", failed: "warning" };

/** How far an own message came. @param {{message: Message, state: DeliveryState}} props */
function Delivery({ message, state }) {
  return html`<div class=${`delivery delivery-${state}`}>
    <${Icon} name=${ICONS[state]} size=${14} />
    <span>${t(`message.${state}`)}</span>
    ${state === "failed" && html`<${Failure} message=${message} />`}
  </div>`;
}

/** @param {{message: Message}} props */
function Failure({ message }) {
  const { client_id: id, conversation } = message;
  const item = app.timeline(conversation).outgoing.peek().find((each) => each.client_id === id);
  return html`${item?.error && html`<span class="delivery-reason">${failureText(item.error)}</span>`}
    <button type="button" class="text-button" onClick=${() => attempt(async () => app.actions.retry(id))}>
      ${t("message.retry")}</button>
    <button type="button" class="text-button" onClick=${() => attempt(async () => app.actions.discard(id))}>
      ${t("message.discard")}</button>`;
}

const SHOWN = 5;

/**
 * Those that have read up to this message: small initials, and their names for whoever asks or listens.
 * @param {{users: string}} props  ids with spaces between
 */
function Readers({ users }) {
  const readers = useSignalOf(readersOf, users);
  if (readers.length === 0) return null;
  const words = t("message.seenBy", { names: new Intl.ListFormat(language()).format(readers.map(nameOf)) });
  return html`<div class="readers" role="img" aria-label=${words} title=${words}>
    ${readers.slice(0, SHOWN).map((user) => html`<${Avatar} key=${user.id} user=${user} size="s" />`)}
    ${readers.length > SHOWN && html`<span class="readers-more">+${readers.length - SHOWN}</span>`}
  </div>`;
}

/** @param {string} users */
function readersOf(users) {
  return computed(() => users.split(" ").map((id) => app.user(id).value).filter((user) => user !== undefined));
}

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

/** @param {Message} message @returns {MenuItem[]} */
function moreItems({ sender, conversation, seq, body }) {
  const link = new URL(addressOf(conversation, seq), location.href).href;
  return [
    ...(body ? [{ label: t("message.copyText"), icon: /** @type {const} */ ("copy"), choose: () => copy(body) }] : []),
    { label: t("message.copyLink"), icon: "copy", choose: () => copy(link) },
    { label: t("message.profile", { name: nameOf(sender) }), icon: "person", choose: () => showProfile(sender.id) },
  ];
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
function MessageToolbar({ message }) {
  const [anchor, setAnchor] = useState(/** @type {HTMLElement | null} */ (null));
  const own = message.sender.id === app.me.value?.id;
  const role = app.conversation(message.conversation).value?.role;
  const mayDelete = own || role === "owner" || role === "admin";
  const react = (/** @type {string} */ emoji) => attempt(() => app.actions.react(message, emoji, true));
  const choose = (/** @type {MouseEvent} */ event) => setAnchor(/** @type {HTMLElement} */ (event.currentTarget));
  return html`<div class="message-toolbar" role="toolbar" aria-label=${t("message.actions")}
      onKeyDown=${moveInToolbar}>
      ${action("emoji", t("message.react"), choose)}
      ${action("reply", t("message.reply"), () => begin("reply", message))}
      ${own && action("edit", t("message.edit"), () => begin("edit", message))}
      ${mayDelete && action("trash", t("message.delete"), () => confirmDeletion(message))}
      <${MenuButton} label=${t("message.more")} items=${moreItems(message)} class="message-action">
        <${Icon} name="more" size=${18} />
      </>
    </div>
    ${anchor && html`<${EmojiPicker} anchor=${anchor} choose=${react} close=${() => setAnchor(null)} />`}`;
}

/** @type {(icon: IconName, label: string, act: (event: MouseEvent) => void) => unknown} */
function action(icon, label, act) {
  return html`<button type="button" class="message-action" aria-label=${label} title=${label} onClick=${act}>
    <${Icon} name=${icon} size=${18} />
  </button>`;
}
