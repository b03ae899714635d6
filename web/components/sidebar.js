/** The list of conversations, and what stands above and below it. */
import { app } from "../state/index.js";
import { language, t } from "../words/index.js";
import { attempt, Empty } from "./dialogs.js";
import { html, pure, useSignalOf, useSignalValue } from "./html.js";
import { Icon, Logo } from "./icons.js";
import { Avatar, isMuted, Mark, Unread } from "./marks.js";
import { MenuButton } from "./menu.js";
import { nameOf, titleOf } from "./names.js";
import { addressOf, go, show } from "./navigation.js";
import { gistOf } from "./preview.js";
import { briefTime } from "./times.js";

/** @import { Conversation, MenuItem, OfConversation } from "./types.js" */

/**
 * @param {{current: string | null, alone: boolean}} props `current`: the id of the open conversation;
 *   `alone`: nothing stands beside the list, which is then what the page is about
 */
export function Sidebar({ current, alone }) {
  const [frame, name] = alone ? ["main", "h1"] : ["div", "span"];
  return html`<${frame} class="sidebar" tabindex=${alone ? "-1" : null}>
    <header class="sidebar-head">
      <${SkipButton} />
      <${Logo} size=${28} />
      <${name} class="sidebar-name">${t("app.name")}</>
      <button type="button" class="icon-button" aria-label=${t("sidebar.search")} title=${t("sidebar.search")}
        onClick=${() => show({ kind: "search", conversation: null })}><${Icon} name="search" /></button>
      <${NewConversation} />
    </header>
    <nav class="sidebar-list" aria-label=${t("sidebar.conversations")}>
      <${ConversationList} current=${current} alone=${alone} />
    </nav>
    <footer class="sidebar-foot"><${AccountMenu} /></footer>
  </>`;
}

/** Past the list, for those who come by keyboard. No link: the address belongs to the conversation. */
function SkipButton() {
  const focusMain = () => document.querySelector("main")?.focus();
  return html`<button type="button" class="skip" onClick=${focusMain}>${t("app.skip")}</button>`;
}

function NewConversation() {
  /** @type {MenuItem[]} */
  const items = [
    { label: t("sidebar.direct"), icon: "person", choose: () => show({ kind: "direct" }) },
    { label: t("sidebar.group"), icon: "people", choose: () => show({ kind: "group" }) },
    { label: t("sidebar.room"), icon: "hash", choose: () => show({ kind: "room" }) },
    { label: t("sidebar.findRooms"), icon: "search", choose: () => show({ kind: "rooms" }) },
  ];
  return html`<${MenuButton} label=${t("sidebar.new")} items=${items}><${Icon} name="compose" /></>`;
}

/** @param {{current: string | null, alone: boolean}} props */
function ConversationList({ current, alone }) {
  const conversations = useSignalValue(app.conversations);
  const fresh = useSignalValue(app.fresh);
  if (conversations.length === 0) return fresh ? html`<${NoConversations} alone=${alone} />` : null;
  const words = `${language()} ${new Date().toDateString()}`;
  return html`<ul class="conversation-list">
    ${conversations.map((conversation) => html`<li key=${conversation.id}>
      <${ConversationLink} conversation=${conversation} current=${conversation.id === current}
        muted=${isMuted(conversation)} words=${words} />
    </li>`)}
  </ul>`;
}

/** What to do about it is said once: here, or beside the list. @param {{alone: boolean}} props */
function NoConversations({ alone }) {
  if (!alone) return html`<p class="sidebar-none">${t("sidebar.empty")}</p>`;
  return html`<${Empty} icon="message" title=${t("sidebar.empty")} lead=${t("sidebar.emptyLead")}>
    <button type="button" class="button"
      onClick=${() => show({ kind: "rooms" })}>${t("sidebar.findRooms")}</button>
  </>`;
}

/**
 * @typedef {object} LinkProps
 * @property {Conversation} conversation
 * @property {boolean} current
 * @property {boolean} muted
 * @property {string} words  on what its words depend besides: the language and the day
 */

/** One line of the list. Its accessible name begins with the title. */
const ConversationLink = pure((/** @type {LinkProps} */ { conversation, current, muted }) => {
  const { id, unread, last_message: last } = conversation;
  const bold = unread > 0 && !muted;
  return html`<a class=${`conversation-link${bold ? " is-unread" : ""}`} href=${addressOf(id)}
      aria-current=${current ? "page" : null}>
    <span class="link-title"><bdi>${titleOf(conversation)}</bdi></span>
    <span class="link-mark"><${Mark} conversation=${conversation} /></span>
    <span class="link-time">
      ${last && html`<time datetime=${last.created_at}>${briefTime(last.created_at)}</time>`}
    </span>
    <span class="link-preview"><${Preview} conversation=${conversation} /></span>
    <span class="link-marks">
      ${muted && html`<span class="link-muted"><${Icon} name="bellOff" size=${14} />
        <span class="visually-hidden">${t("sidebar.muted")}</span></span>`}
      <${Unread} conversation=${conversation} />
    </span>
  </a>`;
});

/** Who is writing, else the last message in a line. @param {OfConversation} props */
function Preview({ conversation }) {
  const typing = useSignalOf(app.typing, conversation.id);
  const me = useSignalValue(app.me);
  if (typing.length > 0) {
    return html`<span class="link-typing"><bdi>${nameOf(typing[0])}</bdi> ${t("sidebar.typing")}</span>`;
  }
  return html`<bdi>${lastWords(conversation, me?.id)}</bdi>`;
}

/** @type {(conversation: Conversation, me: string | undefined) => string} */
function lastWords({ kind, last_message: last }, me) {
  if (!last) return t("sidebar.noMessages");
  const text = last.deleted ? t("message.deleted") : gistOf(last);
  if (last.sender.id === me) return t("sidebar.byYou", { text });
  return kind === "direct" ? text : t("sidebar.byOther", { name: nameOf(last.sender), text });
}

/** Who is signed in, and what they can do about it. */
function AccountMenu() {
  const me = useSignalValue(app.me);
  /** @type {MenuItem[]} */
  const items = [
    { label: t("settings.title"), icon: "gear", choose: () => go("#/settings") },
    { label: t("sidebar.signOut"), icon: "door", choose: () => attempt(() => app.actions.signOut()) },
  ];
  return html`<${MenuButton} label=${t("sidebar.account")} items=${items} class="account" wide>
    <span class="visually-hidden">${t("sidebar.account")}: </span>
    ${me && html`<${Avatar} user=${me} />
      <span class="account-names">
        <span class="account-name"><bdi>${nameOf(me)}</bdi></span>
        <span class="account-username">@${me.username}</span>
      </span>`}
    <${Icon} name="more" size=${18} />
  </>`;
}
