/** The door: sign in, or make an account. */
import { app } from "../state/index.js";
import { useState } from "../vendor/hooks.js";
import { t } from "../words/index.js";
import { Complaint, Field, useSubmit } from "./dialogs.js";
import { html } from "./html.js";
import { Logo } from "./icons.js";

/** @import { Submission } from "./types.js" */

export function SignedOut() {
  const [registering, setRegistering] = useState(false);
  return html`<main class="door">
    <div class="door-card">
      <div class="door-brand"><${Logo} size=${44} /><span class="door-name">${t("app.name")}</span></div>
      <${registering ? Register : SignIn} turn=${() => setRegistering(!registering)} />
    </div>
    <p class="door-tagline">${t("auth.tagline")}</p>
  </main>`;
}

/** What the field for a username has in both forms. */
const usernameInput = {
  required: true,
  autocomplete: "username",
  autocapitalize: "none",
  spellcheck: false,
  maxlength: 32,
};

/** @param {{turn: () => void}} props `turn`: to making an account */
function SignIn({ turn }) {
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const form = useSubmit(() => app.actions.signIn({ username, password }), {
    explain: ({ code }) => code === "unauthenticated" && t("auth.wrong"),
  });
  return html`<${DoorForm} form=${form} title=${t("auth.signInTitle")} lead=${t("auth.signInLead")}
      action=${t("auth.signIn")} ask=${`${t("auth.new")} `} other=${t("auth.toRegister")} turn=${turn}>
    <${Field} label=${t("auth.username")} value=${username} input=${setUsername} ...${usernameInput} />
    <${Field} label=${t("auth.password")} value=${password} input=${setPassword} type="password"
      required autocomplete="current-password" maxlength="128" />
  </>`;
}

/** @param {{turn: () => void}} props `turn`: to signing in */
function Register({ turn }) {
  const [username, setUsername] = useState("");
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const form = useSubmit(() => app.actions.register({ username, password, display_name: name }), {
    fields: ["username", "password", "display_name"],
    explain: ({ code }) => code === "forbidden" && t("auth.closed"),
  });
  return html`<${DoorForm} form=${form} title=${t("auth.registerTitle")} lead=${t("auth.registerLead")}
      action=${t("auth.register")} other=${t("auth.toSignIn")} turn=${turn}>
    <${Field} label=${t("auth.username")} value=${username} input=${setUsername}
      hint=${t("auth.usernameHint")} error=${form.at("username")} autofocus minlength="3"
      ...${usernameInput} />
    <${Field} label=${t("auth.displayName")} value=${name} input=${setName} hint=${t("auth.displayNameHint")}
      error=${form.at("display_name")} autocomplete="name" maxlength="64" />
    <${Field} label=${t("auth.password")} value=${password} input=${setPassword} type="password"
      error=${form.at("password")} required autocomplete="new-password" maxlength="128" />
  </>`;
}

/**
 * @param {{form: Submission, title: string, lead: string, action: string, ask?: string, other: string,
 *   turn: () => void, children?: unknown}} props `other`: what the other form is for
 */
function DoorForm({ form, title, lead, action, ask, other, turn, children }) {
  return html`<form class="form" onSubmit=${form.submit}>
    <div class="door-words">
      <h1 class="door-title">${title}</h1>
      <p class="soft">${lead}</p>
    </div>
    ${children}
    <${Complaint} text=${form.general} />
    <button class="button button-primary button-wide" type="submit"
      aria-disabled=${form.busy ? "true" : null}>${action}</button>
    <p class="door-turn">${ask}<button type="button" class="link" onClick=${turn}>${other}</button></p>
  </form>`;
}
