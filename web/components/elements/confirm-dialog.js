import { t } from "../../words/index.js";
import { html } from "../html.js";
import { dismiss } from "../surfaces.js";
import { Dialog } from "./dialog.js";
import { Complaint, useSubmit } from "./form.js";

/**
 * Asks before what cannot be undone.
 * @param {{title: string, lead: string, action: string, confirmed: () => Promise<unknown>}} props
 */
export function ConfirmDialog({ title, lead, action, confirmed }) {
  const form = useSubmit(async () => {
    await confirmed();
    dismiss();
  });
  return html`<${Dialog} title=${title} class="dialog-small">
    <form class="form" onSubmit=${form.submit}>
      <p dir="auto">${lead}</p>
      <${Complaint} text=${form.general} />
      <div class="form-end">
        <button type="button" class="button" data-autofocus=""
          onClick=${dismiss}>${t("common.cancel")}</button>
        <button type="submit" class="button button-danger"
          aria-disabled=${form.busy ? "true" : null}>${action}</button>
      </div>
    </form>
  </>`;
}
