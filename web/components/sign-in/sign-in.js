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
  return code === "unauthenticated" ? t("auth.wrong") : failureText(error);
}

/** @param {{turn: () => void}} props `turn`: to making an account */
export function SignIn({ turn }) {
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const form = useSubmit(() => app.actions.signIn({ username, password }), { explain });
  return html`<form class="form" onSubmit=${form.submit}>
    <div class="door-words">
      <h1 class="door-title">${t("auth.signInTitle")}</h1>
      <p class="soft">${t("auth.signInLead")}</p>
    </div>
    <${Field} label=${t("auth.username")} value=${username} input=${setUsername}
      attributes=${usernameInput} />
    <${Field} label=${t("auth.password")} value=${password} input=${setPassword} type="password"
      attributes=${{ required: true, autocomplete: "current-password", maxlength: 128 }} />
    <${Complaint} text=${form.general} />
    <button class="button button-primary button-wide" type="submit"
      aria-disabled=${form.busy ? "true" : null}>
      ${t("auth.signIn")}
    </button>
    <p class="door-turn">${t("auth.new")} <button type="button" class="link" onClick=${turn}>
      ${t("auth.toRegister")}</button></p>
  </form>`;
}

const usernameInput = {
  required: true,
  autocomplete: "username",
  autocapitalize: "none",
  spellcheck: false,
  maxlength: 32,
};
