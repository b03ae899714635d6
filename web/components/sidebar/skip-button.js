import { t } from "../../words/index.js";
import { html } from "../html.js";

/** Past the list, for those who come by keyboard. No link: the address belongs to the conversation. */
export function SkipButton() {
  return html`<button type="button" class="skip" onClick=${focusMain}>${t("app.skip")}</button>`;
}

function focusMain() {
  document.querySelector("main")?.focus();
}
