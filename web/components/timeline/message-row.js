import { locale, t } from "../../words/index.js";
import { addressOf } from "../address.js";
import { html } from "../html.js";
import { Avatar } from "../people/avatar.js";
import { nameOf } from "../people/identity.js";
import { showProfile } from "../surfaces.js";
import { briefTimeOf, fullTimeOf, timeOf } from "./dates.js";
import { Delivery } from "./delivery.js";
import { MessageBody } from "./message-body.js";
import { MessageToolbar } from "./message-toolbar.js";
import { pure } from "./pure.js";
import { Quote } from "./quote.js";
import { Reactions } from "./reactions.js";
import { Readers } from "./readers.js";

/** @typedef {import("../../state/types.js").Message} Message */
/** @typedef {import("./outgoing.js").DeliveryState} DeliveryState */

/**
 * @typedef {object} Props
 * @property {string} name  the key of the row
 * @property {Message} message
 * @property {boolean} leads  begins a group: with the writer's name
 * @property {DeliveryState | null} delivery  what is said about an own message's way
 * @property {string} readers  ids of those that read up to here, with spaces between
 * @property {boolean} current  where the tabulator key stops; the arrow keys lead to the others
 * @property {boolean} active  shows its actions
 * @property {boolean} flashed  the one that was jumped to
 * @property {(id: string) => void} jump  to the message that this one answers
 */

export const MessageRow = pure((/** @type {Props} */ props) => {
  const { name, message, leads, delivery, readers, current, active, flashed } = props;
  const { sender, created_at: at, deleted } = message;
  const classes = ["message", leads && "message-leads", active && "message-active", flashed && "message-flashed"];
  return html`<article class=${classes.filter(Boolean).join(" ")} data-key=${name} data-seq=${message.seq}
      tabindex=${current ? 0 : -1} data-delivery=${delivery}
      aria-label=${t("message.name", { name: nameOf(sender), time: timeOf(at, locale()) })}>
    <div class="message-gutter">
      ${leads ? html`<${Avatar} user=${sender} />` : html`<span class="message-side-time" aria-hidden="true">
        ${briefTimeOf(at, locale())}</span>`}
    </div>
    <div class="message-main">
      ${leads && html`<${Head} message=${message} tab=${current ? 0 : -1} />`}
      <${Content} ...${props} />
      ${!deleted && html`<${Reactions} message=${message} tab=${current ? 0 : -1} />`}
      <${Delivery} message=${message} state=${delivery} />
      ${readers && html`<${Readers} users=${readers} />`}
    </div>
    ${active && !deleted && Number.isFinite(message.seq) && html`<${MessageToolbar} message=${message} />`}
  </article>`;
});

/** @param {{message: Message, tab: number}} props */
function Head({ message, tab }) {
  const { sender, created_at: at, conversation, seq } = message;
  const time = html`<time datetime=${at} title=${fullTimeOf(at, locale())}>${timeOf(at, locale())}</time>`;
  return html`<header class="message-head">
    <button type="button" class="message-author" tabindex=${tab} onClick=${() => showProfile(sender.id)}>
      <bdi>${nameOf(sender)}</bdi></button>
    ${Number.isFinite(seq)
      ? html`<a class="message-time" href=${addressOf(conversation, seq)} tabindex=${tab}>${time}</a>`
      : html`<span class="message-time">${time}</span>`}
  </header>`;
}

/** @param {Props} props */
function Content({ message, jump, current }) {
  const tab = current ? 0 : -1;
  if (message.deleted || message.body === null) return html`<p class="message-gone">${t("message.deleted")}</p>`;
  return html`${message.reply_to && html`<${Quote} answered=${message.reply_to} jump=${jump} tab=${tab} />`}
    <${MessageBody} body=${message.body} mentions=${message.mentions} tab=${tab} />
    ${message.edited_at && html`<${Edited} at=${message.edited_at} />`}`;
}

/** @param {{at: string}} props */
function Edited({ at }) {
  return html`<span class="message-edited" title=${t("message.editedAt", { time: fullTimeOf(at, locale()) })}>
    (${t("message.edited")})</span>`;
}

/** @param {{count: number, reveal: () => void}} props */
export function BlockedRow({ count, reveal }) {
  return html`<div class="log-folded">
    <span>${t("timeline.blocked", { count })}</span>
    <button type="button" class="text-button" onClick=${reveal}>${t("timeline.reveal")}</button>
  </div>`;
}
