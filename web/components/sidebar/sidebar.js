import { app } from "../../state/index.js";
import { t } from "../../words/index.js";
import { titleOf } from "../conversation/title.js";
import { Empty } from "../elements/empty.js";
import { html, useSignalValue } from "../html.js";
import { Icon } from "../icons.js";
import { Logo } from "../logo.js";
import { show } from "../surfaces.js";
import { AccountMenu } from "./account-menu.js";
import { ConversationLink } from "./conversation-link.js";
import { NewConversation } from "./new-conversation.js";
import { SkipButton } from "./skip-button.js";

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

/** @param {{current: string | null, alone: boolean}} props */
function ConversationList({ current, alone }) {
  const conversations = useSignalValue(app.conversations);
  const fresh = useSignalValue(app.fresh);
  if (conversations.length === 0) return fresh ? html`<${NoConversations} alone=${alone} />` : null;
  return html`<ul class="conversation-list">
    ${conversations.map((conversation) => html`<li key=${conversation.id}>
      <${ConversationLink} conversation=${conversation} title=${titleOf(conversation)}
        current=${conversation.id === current} />
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
