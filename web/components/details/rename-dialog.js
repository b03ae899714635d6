import { useMemo, useState } from "../../vendor/hooks.js";
import { app } from "../../state/index.js";
import { t } from "../../words/index.js";
import { Dialog } from "../elements/dialog.js";
import { Field } from "../elements/field.js";
import { Complaint, useSubmit } from "../elements/form.js";
import { html, useSignalValue } from "../html.js";
import { dismiss } from "../surfaces.js";

/** @param {{conversation: string}} props */
export function RenameDialog({ conversation }) {
  const known = useSignalValue(useMemo(() => app.conversation(conversation), [conversation]));
  const [title, setTitle] = useState(known?.title ?? "");
  const rename = async () => {
    await app.actions.rename(conversation, title.trim());
    dismiss();
  };
  const form = useSubmit(rename, { fields: ["title"] });
  return html`<${Dialog} title=${t("details.renameTitle")} class="dialog-small">
    <form class="form" onSubmit=${form.submit}>
      <${Field} label=${t("details.name")} value=${title} input=${setTitle}
        error=${form.at("title")} autofocus
        attributes=${{ required: true, maxlength: 120 }} />
      <${Complaint} text=${form.general} />
      <div class="form-end">
        <button type="button" class="button" onClick=${dismiss}>${t("common.cancel")}</button>
        <button type="submit" class="button button-primary" aria-disabled=${form.busy ? "true" : null}>
          ${t("common.save")}</button>
      </div>
    </form>
  </>`;
}
