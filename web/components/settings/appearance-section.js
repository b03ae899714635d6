import { app } from "../../state/index.js";
import { useId } from "../../vendor/hooks.js";
import { languages, t } from "../../words/index.js";
import { html, useSignalValue } from "../html.js";
import { Section } from "./section.js";

const themes = /** @type {const} */ ([
  ["system", "settings.themeSystem"],
  ["light", "settings.themeLight"],
  ["dark", "settings.themeDark"],
]);

/** @param {Partial<typeof app.preferences.value>} change */
export function prefer(change) {
  app.preferences.value = { ...app.preferences.value, ...change };
}

export function AppearanceSection() {
  const { theme, language } = useSignalValue(app.preferences);
  const id = useId();
  const speak = (/** @type {Event} */ event) =>
    prefer({ language: /** @type {HTMLSelectElement} */ (event.target).value });
  return html`<${Section} title=${t("settings.appearance")}>
    <fieldset class="fieldset">
      <legend class="field-label">${t("settings.theme")}</legend>
      <div class="segments">
        ${themes.map(([value, words]) => html`<label class="segment" key=${value}>
          <input type="radio" class="visually-hidden" name="theme" value=${value} checked=${theme === value}
            onChange=${() => prefer({ theme: value })} /><span>${t(words)}</span>
        </label>`)}
      </div>
    </fieldset>
    <div class="field">
      <label class="field-label" for=${id}>${t("settings.language")}</label>
      <select id=${id} class="field-input" value=${language} onChange=${speak}>
        <option value="system">${t("settings.languageSystem")}</option>
        ${Object.entries(languages).map(([code, { name }]) => html`<option value=${code}
          lang=${code}>${name}</option>`)}
      </select>
    </div>
  </>`;
}
