import { useState } from "../../vendor/hooks.js";
import { app } from "../../state/index.js";
import { t } from "../../words/index.js";
import { Field } from "../elements/field.js";
import { Complaint, useSubmit } from "../elements/form.js";
import { html, useSignalValue } from "../html.js";
import { Avatar } from "../people/avatar.js";
import { Section } from "./section.js";

export function ProfileSection() {
  const me = useSignalValue(app.me);
  const [name, setName] = useState(me?.display_name ?? "");
  const change = async () => {
    await app.actions.changeName(name.trim());
    app.notify(t("common.saved"), "success");
  };
  const form = useSubmit(change, { fields: ["display_name"] });
  if (!me) return null;
  return html`<${Section} title=${t("settings.profile")}>
    <form class="form" onSubmit=${form.submit}>
      <div class="section-me"><${Avatar} user=${{ ...me, display_name: name }} size="l" />
        <p class="soft">${t("settings.username")}: <strong>@${me.username}</strong></p></div>
      <${Field} label=${t("settings.displayName")} value=${name} input=${setName}
        error=${form.at("display_name")}
        hint=${t("auth.displayNameHint")} attributes=${{ maxlength: 64, autocomplete: "name" }} />
      <${Complaint} text=${form.general} />
      <div class="form-end"><button type="submit" class="button button-primary"
        aria-disabled=${form.busy ? "true" : null}>${t("common.save")}</button></div>
    </form>
  </>`;
}
