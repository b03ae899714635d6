import { t } from "../../words/index.js";
import { html } from "../html.js";
import { Icon } from "../icons.js";
import { nameOf } from "../people/identity.js";

const LONGEST = 200;

/**
 * Above the text: which message it answers or changes, and the way out.
 * @param {{intent: import("./composing.js").Intent, cancel: () => void}} props
 */
export function ComposerPurpose({ intent, cancel }) {
  const { kind, message } = intent;
  const editing = kind === "edit";
  const words = editing ? t("composer.editing") : t("composer.replyingTo", { name: nameOf(message.sender) });
  return html`<div class="composer-purpose">
    <${Icon} name=${editing ? "edit" : "reply"} size=${16} />
    <span class="composer-purpose-words"><bdi>${words}</bdi>
      ${!editing && html`<bdi class="composer-purpose-text">${(message.body ?? "").slice(0, LONGEST)}</bdi>`}</span>
    <button type="button" class="composer-cancel" aria-label=${t("composer.cancel")} title=${t("composer.cancel")}
      onClick=${cancel}><${Icon} name="close" size=${16} /></button>
  </div>`;
}
