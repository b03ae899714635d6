import { html } from "../html.js";
import { Icon } from "../icons.js";

/**
 * Where there is nothing to show: what that means and what to do about it.
 * @param {{icon: import("../icons.js").IconName, title: string, lead?: string, heading?: "h1" | "p",
 *   children?: unknown}} props
 */
export function Empty({ icon, title, lead, heading = "p", children }) {
  return html`<div class="empty">
    <span class="empty-icon"><${Icon} name=${icon} size=${28} /></span>
    <${heading} class="empty-title">${title}</>
    ${lead && html`<p class="empty-lead">${lead}</p>`}
    ${children}
  </div>`;
}
