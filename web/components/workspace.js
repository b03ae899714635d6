import { useEffect } from "../vendor/hooks.js";
import { app } from "../state/index.js";
import { ConnectionBar } from "./connection-bar.js";
import { ConversationPage } from "./conversation/conversation-page.js";
import { NothingChosen } from "./conversation/nothing-chosen.js";
import { UnknownConversation } from "./conversation/unknown-conversation.js";
import { html, useSignalValue } from "./html.js";
import { Settings } from "./settings/settings.js";
import { Sidebar } from "./sidebar/sidebar.js";
import { dismiss, show } from "./surfaces.js";
import { useNarrow } from "./use-narrow.js";
import { Surfaces } from "./surface-host.js";

/** The list beside what is open; narrow windows show one of the two. */
export function Workspace() {
  const { view, reference } = useSignalValue(app.place);
  const current = useSignalValue(app.current);
  const open = view === "conversation" ? current : null;
  const home = view !== "settings" && view !== "conversation";
  const listAlone = useNarrow() && home;
  useEffect(listenForShortcuts, []);
  // What lies over a place goes with it: by the back button, a link, or the end of the session.
  useEffect(() => dismiss, [view, reference]);
  return html`<div class="workspace" data-view=${view}>
    <${ConnectionBar} />
    <${Sidebar} current=${open} alone=${listAlone} />
    ${view === "settings" && html`<${Settings} />`}
    ${view === "conversation" && (open
      ? html`<${ConversationPage} key=${open} id=${open} />`
      : html`<${UnknownConversation} key=${reference} />`)}
    ${home && !listAlone && html`<${NothingChosen} />`}
    <${Surfaces} />
  </div>`;
}

function listenForShortcuts() {
  document.addEventListener("keydown", shortcut);
  return () => document.removeEventListener("keydown", shortcut);
}

/** @param {KeyboardEvent} event */
function shortcut(event) {
  const chord = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  if (!chord || event.key.toLowerCase() !== "k") return;
  event.preventDefault();
  show({ kind: "switcher" });
}
