import { useId } from "../../vendor/hooks.js";
import { html } from "../html.js";

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
