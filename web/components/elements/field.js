import { useId } from "../../vendor/hooks.js";
import { html } from "../html.js";

/**
 * A labelled line of text with its hint and what is wrong with it.
 * @param {{label: string, value: string, input: (value: string) => void, type?: string, hint?: string,
 *   error?: string | null, labelHidden?: boolean, autofocus?: boolean, attributes?: Record<string,
 *   unknown>}} props
 */
export function Field(props) {
  const { label, value, input, type = "text", hint, error, labelHidden, autofocus, attributes = {} } = props;
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return html`<div class="field">
    <label class=${labelHidden ? "visually-hidden" : "field-label"} for=${id}>${label}</label>
    <input id=${id} class="field-input" type=${type} value=${value} dir="auto" ...${attributes}
      data-autofocus=${autofocus ? "" : null} aria-describedby=${described || null}
      aria-invalid=${error ? "true" : null}
     
      onInput=${(/** @type {InputEvent} */ event) => input(target(event).value)} />
    ${hint && html`<p id=${`${id}-hint`} class="field-hint">${hint}</p>`}
    ${error && html`<p id=${`${id}-error`} class="field-error">${error}</p>`}
  </div>`;
}

/**
 * A box to tick, with what it does beside it.
 * @param {{label: string, hint?: string, checked: boolean, change: (checked: boolean) => void,
 *   disabled?: boolean}} props
 */
export function Checkbox({ label, hint, checked, change, disabled = false }) {
  const id = useId();
  return html`<div class="checkbox">
    <input id=${id} type="checkbox" checked=${checked} disabled=${disabled}
      aria-describedby=${hint ? `${id}-hint` : null}
     
      onChange=${(/** @type {Event} */ event) => change(target(event).checked)} />
    <div>
      <label for=${id}>${label}</label>
      ${hint && html`<p id=${`${id}-hint`} class="field-hint">${hint}</p>`}
    </div>
  </div>`;
}

/** @param {Event} event */
function target(event) {
  return /** @type {HTMLInputElement} */ (event.target);
}
