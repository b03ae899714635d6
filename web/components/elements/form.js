import { useState } from "../../vendor/hooks.js";
import { html } from "../html.js";
import { failureText } from "./failure.js";

/** @typedef {{text: string, field: string | null}} Complaint */

/**
 * One form's sending: only once at a time, and what the answer complains about, by field.
 * @param {() => Promise<unknown>} send
 * @param {{fields?: string[], explain?: (error: unknown) => string}}
 *   [options] the names the form shows errors at
 */
export function useSubmit(send, { fields = [], explain = failureText } = {}) {
  const [busy, setBusy] = useState(false);
  const [complaint, setComplaint] = useState(/** @type {Complaint | null} */ (null));
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setComplaint(null);
    try {
      await send();
    } catch (error) {
      const field = /** @type {{attr?: string | null}} */ (error)?.attr ?? null;
      setComplaint({ text: explain(error), field: field && fields.includes(field) ? field : null });
    } finally {
      setBusy(false);
    }
  };
  const at = (/** @type {string} */ field) => (complaint?.field === field ? complaint.text : null);
  const general = complaint && !complaint.field ? complaint.text : null;
  return { submit, busy, at, general };
}

/**
 * Doing something from within a dialog, which says itself what failed: behind it a notice would be missed.
 * @returns {{attempt: (action: () => Promise<unknown>) => Promise<void>, complaint: string | null}}
 */
export function useAttempt() {
  const [complaint, setComplaint] = useState(/** @type {string | null} */ (null));
  const attempt = async (/** @type {() => Promise<unknown>} */ action) => {
    setComplaint(null);
    await action().catch((error) => setComplaint(failureText(error)));
  };
  return { attempt, complaint };
}

/** What is wrong with the whole of a form, announced as it appears. @param {{text: string | null}} props */
export function Complaint({ text }) {
  return html`<p class="complaint" role="alert" hidden=${!text}>${text}</p>`;
}
