import { useState } from "../../vendor/hooks.js";
import { app } from "../../state/index.js";
import { t } from "../../words/index.js";
import { failureText } from "../elements/failure.js";
import { Field } from "../elements/field.js";
import { Complaint, useSubmit } from "../elements/form.js";
import { html, useSignalValue } from "../html.js";
import { Section } from "./section.js";

/** @param {unknown} error */
function explain(error) {
  const { code, attr } = /** @type {{code?: string, attr?: string | null}} */ (error ?? {});
  return code === "unauthenticated" && attr === "old" ? t("settings.passwordWrong") : failureText(error);
}

export function PasswordSection() {
  const [old, setOld] = useState("");
  const [next, setNext] = useState("");
  const me = useSignalValue(app.me);
  const change = async () => {
    await app.actions.changePassword(old, next);
    setOld("");
    setNext("");
    app.notify(t("settings.passwordChanged"), "success");
  };
  const form = useSubmit(change, { fields: ["old", "new"], explain });
  return html`<${Section} title=${t("settings.password")} lead=${t("settings.passwordLead")}>
    <form class="form" onSubmit=${form.submit}>
      <input type="text" class="visually-hidden" name="username" autocomplete="username"
        value=${me?.username} tabindex="-1" aria-hidden="true" readonly />
      <${Field} label=${t("settings.oldPassword")} type="password" value=${old} input=${setOld}
        error=${form.at("old")}
        attributes=${{ required: true, autocomplete: "current-password", maxlength: 128 }} />
      <${Field} label=${t("settings.newPassword")} type="password" value=${next} input=${setNext}
        error=${form.at("new")}
        attributes=${{ required: true, autocomplete: "new-password", maxlength: 128 }} />
      <${Complaint} text=${form.general} />
      <div class="form-end"><button type="submit" class="button button-primary"
        aria-disabled=${form.busy ? "true" : null}>${t("settings.passwordChange")}</button></div>
    </form>
  </>`;
}
