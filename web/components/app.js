import { useLayoutEffect } from "../vendor/hooks.js";
import { app } from "../state/index.js";
import { languageSignal, t } from "../words/index.js";
import { followPreferences } from "./appearance.js";
import { html, useSignalValue } from "./html.js";
import { SignedOut } from "./sign-in/signed-out.js";
import { Toasts } from "./toasts.js";
import { Workspace } from "./workspace.js";

/** All that is seen, by what is known about who is here. */
export function App() {
  useLayoutEffect(followPreferences, []);
  const phase = useSignalValue(app.phase);
  // Whoever speaks another language draws everything anew.
  useSignalValue(languageSignal);
  return html`
    ${phase === "loading" && html`<${Opening} />`}
    ${phase === "signed-out" && html`<${SignedOut} />`}
    ${phase === "signed-in" && html`<${Workspace} />`}
    <${Toasts} />`;
}

function Opening() {
  return html`<main class="opening" aria-busy="true"><p class="opening-words">${t("app.loading")}</p></main>`;
}
