import { app } from "../state/index.js";
import { t } from "../words/index.js";
import { html, useSignalValue } from "./html.js";
import { Icon } from "./icons.js";

/** Passing notices. The region is always there, so that screen readers hear what is put into it. */
export function Toasts() {
  const toasts = useSignalValue(app.toasts);
  return html`<section class="toasts" aria-label=${t("toasts.title")} aria-live="polite"
    aria-relevant="additions">
    ${toasts.map(({ id, text, kind, action }) => html`<div class=${`toast toast-${kind}`} key=${id}>
      ${kind === "error" && html`<${Icon} name="warning" size=${18} />`}
      <p class="toast-text" dir="auto">${text}</p>
      ${action && html`<button type="button" class="toast-action"
        onClick=${action.run}>${action.label}</button>`}
      <button type="button" class="icon-button toast-dismiss" aria-label=${t("toasts.dismiss")}
        onClick=${() => dismiss(id)}><${Icon} name="close" size=${16} /></button>
    </div>`)}
  </section>`;
}

/** @param {number} id */
function dismiss(id) {
  app.toasts.value = app.toasts.value.filter((toast) => toast.id !== id);
}
