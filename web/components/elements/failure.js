import { app } from "../../state/index.js";
import { knows, t } from "../../words/index.js";

/** @typedef {{code?: string, detail?: string, attr?: string | null}} Failure */

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

/**
 * Do it; should it fail, say so.
 * @param {() => Promise<unknown>} action
 */
export async function attempt(action) {
  try {
    await action();
  } catch (error) {
    tellFailure(error);
  }
}
