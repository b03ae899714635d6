import { useState } from "../../vendor/hooks.js";
import { t } from "../../words/index.js";
import { html } from "../html.js";
import { Logo } from "../logo.js";
import { Register } from "./register.js";
import { SignIn } from "./sign-in.js";

/** The door: sign in, or make an account. */
export function SignedOut() {
  const [registering, setRegistering] = useState(false);
  return html`<main class="door">
    <div class="door-card">
      <div class="door-brand"><${Logo} size=${44} /><span class="door-name">${t("app.name")}</span></div>
      ${registering
        ? html`<${Register} turn=${() => setRegistering(false)} />`
        : html`<${SignIn} turn=${() => setRegistering(true)} />`}
    </div>
    <p class="door-tagline">${t("auth.tagline")}</p>
  </main>`;
}
