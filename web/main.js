/** Starts the client: what is known first, then what is seen. */
import { App } from "./components/app.js";
import { html } from "./components/html.js";
import { registerWorker } from "./net/worker.js";
import { app } from "./state/index.js";
import { render } from "./vendor/preact.js";
import { setLanguage, t } from "./words/index.js";

setLanguage(app.preferences.value.language);
// Drawn before anything was answered: who was here last sees at once what they read last.
const started = app.start();
render(html`<${App} />`, /** @type {HTMLElement} */ (document.getElementById("app")));
registerWorker((reload) =>
  app.notify(t("notice.update"), "info", { label: t("notice.reload"), run: reload }),
);
await started;
