/** Dialogs and other frames, forms with their fields, and what to tell people when something fails. */
import { app } from "../state/index.js";
import { useId, useLayoutEffect, useMemo, useRef, useState } from "../vendor/hooks.js";
import { knows, t } from "../words/index.js";
import { html } from "./html.js";
import { Icon } from "./icons.js";
import { dismiss, surface } from "./navigation.js";

/** @import { Attempt, Failure, IconName, Question, Submission } from "./types.js" */

/**
 * A dialog with its title and a way out: the button, Escape, or a press beside it. The browser holds the
 * focus inside and gives it back when it closes.
 * @param {{title: string, class?: string, titleHidden?: boolean, children?: unknown}} props
 */
export function Dialog({ title, class: className = "", titleHidden = false, children }) {
  const id = useId();
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    /** @type {HTMLElement | null | undefined} */ (shown?.querySelector("[data-autofocus]"))?.focus();
    // Closed before it leaves the document: otherwise the focus would be lost with it.
    return () => shown?.close();
  }, []);
  const cancel = (/** @type {Event} */ event) => {
    event.preventDefault();
    dismiss();
  };
  const beside = (/** @type {MouseEvent} */ event) => {
    if (event.target === dialog.current) dismiss();
  };
  return html`<dialog ref=${dialog} class=${`dialog ${className}`} aria-labelledby=${id} onCancel=${cancel}
      onPointerDown=${beside}>
    <div class="dialog-sheet">
      <header class="dialog-head">
        <h2 id=${id} class=${titleHidden ? "visually-hidden" : "dialog-title"}>${title}</h2>
        <button type="button" class="icon-button dialog-close" aria-label=${t("common.close")}
          onClick=${dismiss}><${Icon} name="close" /></button>
      </header>
      ${children}
    </div>
  </dialog>`;
}

/** @param {{title: string, lead?: string, children?: unknown}} props */
export function Section({ title, lead, children }) {
  const id = useId();
  return html`<section class="section" aria-labelledby=${id}>
    <div class="section-head">
      <h2 id=${id} class="section-title">${title}</h2>
      ${lead && html`<p class="soft">${lead}</p>`}
    </div>
    <div class="section-body">${children}</div>
  </section>`;
}

/**
 * Where there is nothing to show: what that means and what to do about it.
 * @param {{icon: IconName, title: string, lead?: string, heading?: "h1" | "p", children?: unknown}} props
 */
export function Empty({ icon, title, lead, heading = "p", children }) {
  return html`<div class="empty">
    <span class="empty-icon"><${Icon} name=${icon} size=${28} /></span>
    <${heading} class="empty-title">${title}</>
    ${lead && html`<p class="empty-lead">${lead}</p>`}
    ${children}
  </div>`;
}

/**
 * What to tell people about a failure. The server's own sentence is best where it says which input was
 * wrong; it speaks English only, so the interface's words go first everywhere else.
 * @param {unknown} error
 */
export function failureText(error) {
  const { code, detail } = /** @type {Failure} */ (error ?? {});
  if (code === "invalid" && detail) return detail;
  if (code && knows(`error.${code}`)) return t(`error.${code}`);
  return detail || t("error.unknown");
}

/** @param {unknown} error what went wrong outside of any form */
export function tellFailure(error) {
  app.notify(failureText(error), "error");
}

/** Do it; should it fail, say so. @type {Attempt} */
export async function attempt(action) {
  try {
    await action();
  } catch (error) {
    tellFailure(error);
  }
}

/**
 * Doing something from within a dialog, which says itself what failed: behind it a notice would be missed.
 * @returns {{attempt: Attempt, complaint: string | null}}
 */
export function useAttempt() {
  const [complaint, setComplaint] = useState(/** @type {string | null} */ (null));
  /** @type {Attempt} */
  const attempt = async (action) => {
    setComplaint(null);
    await action().catch((error) => setComplaint(failureText(error)));
  };
  return { attempt, complaint };
}

/**
 * One form's sending: only once at a time, and what the answer complains about, by field.
 * @param {() => Promise<unknown>} send
 * @param {{fields?: string[], explain?: (error: Failure) => string | false}} [options]
 *   the names the form shows errors at; words of its own for some errors
 * @returns {Submission}
 */
export function useSubmit(send, { fields = [], explain = () => false } = {}) {
  const [busy, setBusy] = useState(false);
  const [complaint, setComplaint] = useState({ text: "", field: "" });
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setComplaint({ text: "", field: "" });
    try {
      await send();
    } catch (error) {
      const failure = /** @type {Failure} */ (error ?? {});
      const field = failure.attr && fields.includes(failure.attr) ? failure.attr : "";
      setComplaint({ text: explain(failure) || failureText(error), field });
    } finally {
      setBusy(false);
    }
  };
  const at = (/** @type {string} */ field) => (complaint.field === field && complaint.text) || null;
  return { submit, busy, at, general: at("") };
}

/**
 * Fields, what is wrong with the whole of them, and the button that sends them.
 * @param {{form: Submission, action: string, kind?: "primary" | "danger", disabled?: boolean,
 *   cancel?: unknown, children?: unknown}} props
 */
export function Form({ form, action, kind = "primary", disabled, cancel, children }) {
  return html`<form class="form" onSubmit=${form.submit}>
    ${children}
    <${Complaint} text=${form.general} />
    <div class="form-end">
      ${cancel}
      <button type="submit" class=${`button button-${kind}`} disabled=${disabled}
        aria-disabled=${form.busy ? "true" : null}>${action}</button>
    </div>
  </form>`;
}

/**
 * A form in a dialog, which one may also leave.
 * @param {Parameters<typeof Form>[0] & {title: string, class?: string, cautious?: boolean}} props
 *   `cautious`: who just presses Enter changes nothing
 */
export function FormDialog({ title, class: className, cautious = false, children, ...rest }) {
  const cancel = html`<button type="button" class="button" data-autofocus=${cautious ? "" : null}
    onClick=${dismiss}>${t("common.cancel")}</button>`;
  return html`<${Dialog} title=${title} class=${className}>
    <${Form} ...${rest} cancel=${cancel}>${children}</>
  </>`;
}

/** What closes this dialog, and not another that was opened while an answer was awaited. */
export function useDismiss() {
  const mine = useMemo(() => surface.peek(), []);
  return () => {
    if (surface.peek() === mine) dismiss();
  };
}

/** @param {Question} props */
export function ConfirmDialog({ title, lead, action, confirmed }) {
  const close = useDismiss();
  const form = useSubmit(() => confirmed().then(close));
  return html`<${FormDialog} title=${title} class="dialog-small" form=${form} action=${action} kind="danger"
    cautious><p dir="auto">${lead}</p></>`;
}

/** What is wrong with the whole of a form, announced as it appears. @param {{text: string | null}} props */
export function Complaint({ text }) {
  return html`<p class="complaint" role="alert" hidden=${!text}>${text}</p>`;
}

/**
 * A labelled line of text with its hint and what is wrong with it; whatever else is given goes to the input.
 * @param {{label: string, input: (value: string) => void, type?: string, hint?: string,
 *   error?: string | null, autofocus?: boolean}} props
 */
export function Field({ label, input, type = "text", hint, error, autofocus, ...attributes }) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return html`<div class="field">
    <label class="field-label" for=${id}>${label}</label>
    <input id=${id} class="field-input" type=${type} dir="auto" ...${attributes}
      data-autofocus=${autofocus ? "" : null} aria-describedby=${described || null}
      aria-invalid=${error ? "true" : null}
      onInput=${(/** @type {InputEvent} */ event) => input(inputOf(event).value)} />
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
      onChange=${(/** @type {Event} */ event) => change(inputOf(event).checked)} />
    <div>
      <label for=${id}>${label}</label>
      ${hint && html`<p id=${`${id}-hint`} class="field-hint">${hint}</p>`}
    </div>
  </div>`;
}

/** @param {Event} event */
export function inputOf(event) {
  return /** @type {HTMLInputElement} */ (event.target);
}
