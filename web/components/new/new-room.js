import { useState } from "../../vendor/hooks.js";
import { app } from "../../state/index.js";
import { t } from "../../words/index.js";
import { addressOf, go } from "../address.js";
import { Dialog } from "../elements/dialog.js";
import { Field } from "../elements/field.js";
import { Complaint, useSubmit } from "../elements/form.js";
import { html } from "../html.js";
import { dismiss } from "../surfaces.js";
import { CreateEnd } from "./new-group.js";
import { slugFrom } from "./slug.js";

export function NewRoom() {
  const [title, setTitle] = useState("");
  // Follows the name until someone writes one of their own.
  const [ownSlug, setOwnSlug] = useState(/** @type {string | null} */ (null));
  const slug = ownSlug ?? slugFrom(title);
  const create = async () => {
    const room = await app.actions.createRoom({ title: title.trim(), slug });
    dismiss();
    go(addressOf(room.id));
  };
  const form = useSubmit(create, { fields: ["title", "slug"] });
  return html`<${Dialog} title=${t("new.room")}>
    <form class="form" onSubmit=${form.submit}>
      <p class="soft">${t("new.roomLead")}</p>
      <${Field} label=${t("new.roomName")} value=${title} input=${setTitle}
        error=${form.at("title")} autofocus
        attributes=${{ required: true, maxlength: 120, autocomplete: "off" }} />
      <${Field} label=${t("new.roomSlug")} value=${slug} input=${setOwnSlug} error=${form.at("slug")}
        hint=${t("new.roomSlugHint")} attributes=${slugInput} />
      <${Complaint} text=${form.general} />
      <${CreateEnd} busy=${form.busy} />
    </form>
  </>`;
}

const slugInput = {
  required: true,
  minlength: 3,
  maxlength: 32,
  autocomplete: "off",
  autocapitalize: "none",
  spellcheck: false,
};
