import { t } from "../../words/index.js";
import { Empty } from "../elements/empty.js";
import { html } from "../html.js";
import { useLate } from "../use-late.js";
import { BackLink } from "./conversation-header.js";

/** Long enough for the server to say whether there is one. */
const patience = 1500;

/** In place of a conversation that the address names and nobody knows, or does not know yet. */
export function UnknownConversation() {
  const late = useLate(true, patience);
  return html`<main class="main" tabindex="-1" aria-busy=${late ? null : "true"}>
    <header class="conversation-head conversation-head-plain"><${BackLink} /></header>
    ${late
      ? html`<${Empty} icon="search" heading="h1" title=${t("conversation.missing")}
        lead=${t("conversation.missingLead")} />`
      : html`<h1 class="visually-hidden">${t("common.loading")}</h1>`}
  </main>`;
}
