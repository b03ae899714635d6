import { useState } from "../../vendor/hooks.js";
import { app } from "../../state/index.js";
import { t } from "../../words/index.js";
import { failureText } from "../elements/failure.js";
import { Field } from "../elements/field.js";
import { Complaint, useSubmit } from "../elements/form.js";
import { html } from "../html.js";

/** @param {unknown} error */
function explain(error) {
  const { code } = /** @type {{code?: string}} */ (error ?? {});
  return code === "forbidden" ? t("auth.closed") : failureText(error);
}

/** @param {{turn: () => void}} props `turn`: to signing in */
export function Register({ turn }) {
  const [username, setUsername] = useState("");
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const send = () => app.actions.register({ username, password, display_name: name });
  const form = useSubmit(send, { fields: ["username", "password", "display_name"], explain });
  return html`<form class="form" onSubmit=${form.submit}>
    <div class="door-words">
      <h1 class="door-title">${t("auth.registerTitle")}</h1>
      <p class="soft">${t("auth.registerLead")}</p>
    </div>
    <${Field} label=${t("auth.username")} value=${username} input=${setUsername}
      hint=${t("auth.usernameHint")}
      error=${form.at("username")} attributes=${usernameInput} autofocus />
    <${Field} label=${t("auth.displayName")} value=${name} input=${setName} hint=${t("auth.displayNameHint")}
      error=${form.at("display_name")} attributes=${{ autocomplete: "name", maxlength: 64 }} />
    <${Field} label=${t("auth.password")} value=${password} input=${setPassword} type="password"
      error=${form.at("password")}
      attributes=${{ required: true, autocomplete: "new-password", maxlength: 128 }} />
    <${Complaint} text=${form.general} />
    <button class="button button-primary button-wide" type="submit"
      aria-disabled=${form.busy ? "true" : null}>
      ${t("auth.register")}
    </button>
    <p class="door-turn"><button type="button" class="link" onClick=${turn}>${t("auth.toSignIn")}</button></p>
  </form>`;
}

const usernameInput = {
  required: true,
  autocomplete: "username",
  autocapitalize: "none",
  spellcheck: false,
  minlength: 3,
  maxlength: 32,
};
