import { useId, useLayoutEffect, useRef } from "../../vendor/hooks.js";
import { t } from "../../words/index.js";
import { html } from "../html.js";
import { Icon } from "../icons.js";
import { dismiss } from "../surfaces.js";

/**
 * A dialog with its title and a way out: the button, Escape, or a press beside it. The browser holds the
 * focus inside and gives it back when it closes.
 * @param {{title: string, class?: string, titleHidden?: boolean, close?: () => void, children?: unknown}}
 *   props
 */
export function Dialog({ title, class: className = "", titleHidden = false, close = dismiss, children }) {
  const id = useId();
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    const first = /** @type {HTMLElement | null} */ (shown?.querySelector("[data-autofocus]"));
    first?.focus();
    // Closed before it leaves the document: otherwise the focus would be lost with it.
    return () => shown?.close();
  }, []);
  const cancel = (/** @type {Event} */ event) => {
    event.preventDefault();
    close();
  };
  const beside = (/** @type {MouseEvent} */ event) => {
    if (event.target === dialog.current) close();
  };
  return html`<dialog ref=${dialog} class=${`dialog ${className}`} aria-labelledby=${id} onCancel=${cancel}
      onPointerDown=${beside}>
    <div class="dialog-sheet">
      <header class="dialog-head">
        <h2 id=${id} class=${titleHidden ? "visually-hidden" : "dialog-title"}>${title}</h2>
        <button type="button" class="icon-button dialog-close" aria-label=${t("common.close")}
          onClick=${close}><${Icon} name="close" /></button>
      </header>
      ${children}
    </div>
  </dialog>`;
}
