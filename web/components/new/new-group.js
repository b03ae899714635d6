import { useState } from "../../vendor/hooks.js";
import { app } from "../../state/index.js";
import { t } from "../../words/index.js";
import { addressOf, go } from "../address.js";
import { Dialog } from "../elements/dialog.js";
import { Checkbox, Field } from "../elements/field.js";
import { Complaint, useSubmit } from "../elements/form.js";
import { html } from "../html.js";
import { PeoplePicker } from "../people/people-picker.js";
import { dismiss } from "../surfaces.js";

/** @typedef {import("../../state/types.js").UserBrief} UserBrief */

export function NewGroup() {
  const [title, setTitle] = useState("");
  const [people, setPeople] = useState(/** @type {UserBrief[]} */ ([]));
  const [shared, setShared] = useState(false);
  const create = async () => {
    const members = people.map(({ id }) => id);
    const history = shared ? "shared" : "joined";
    const group = await app.actions.createGroup({ title: title.trim(), members, history });
    dismiss();
    go(addressOf(group.id));
  };
  const form = useSubmit(create, { fields: ["title"] });
  return html`<${Dialog} title=${t("new.group")}>
    <form class="form" onSubmit=${form.submit}>
      <${Field} label=${t("new.groupName")} value=${title} input=${setTitle}
        error=${form.at("title")} autofocus
        attributes=${{ required: true, maxlength: 120, autocomplete: "off" }} />
      <fieldset class="fieldset">
        <legend class="field-label">${t("new.groupPeople")}</legend>
        <${PeoplePicker} chosen=${people} choose=${setPeople} />
      </fieldset>
      <${Checkbox} label=${t("new.history")} checked=${shared} change=${setShared} />
      <${Complaint} text=${form.general} />
      <${CreateEnd} busy=${form.busy} />
    </form>
  </>`;
}

/** @param {{busy: boolean}} props */
export function CreateEnd({ busy }) {
  return html`<div class="form-end">
    <button type="button" class="button" onClick=${dismiss}>${t("common.cancel")}</button>
    <button type="submit" class="button button-primary"
      aria-disabled=${busy ? "true" : null}>${t("new.create")}</button>
  </div>`;
}
