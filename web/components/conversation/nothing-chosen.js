import { app } from "../../state/index.js";
import { t } from "../../words/index.js";
import { Empty } from "../elements/empty.js";
import { html, useSignalValue } from "../html.js";
import { show } from "../surfaces.js";

const keys = /Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘K" : "Ctrl K";

/** Beside the list as long as no conversation is open. */
export function NothingChosen() {
  const none = useSignalValue(app.conversations).length === 0;
  const title = none ? t("sidebar.empty") : t("conversation.choose");
  const lead = none ? t("sidebar.emptyLead") : t("conversation.chooseLead", { keys });
  return html`<main class="main main-empty" tabindex="-1">
    <${Empty} icon="message" heading="h1" title=${title} lead=${lead}>
      <div class="empty-actions">
        <button type="button" class="button button-primary" onClick=${() => show({ kind: "rooms" })}>
          ${t("sidebar.findRooms")}</button>
        <button type="button" class="button" onClick=${() => show({ kind: "direct" })}>
          ${t("sidebar.direct")}</button>
      </div>
    </>
  </main>`;
}
