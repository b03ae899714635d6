import { t } from "../../words/index.js";
import { Empty } from "../elements/empty.js";
import { failureText } from "../elements/failure.js";
import { html } from "../html.js";

/**
 * How a search stands, in words that are announced as they change.
 * @param {{search: import("./use-search.js").Search<unknown>, count: string, none: string,
 *   noneLead?: string}} props
 */
export function SearchState({ search, count, none, noneLead }) {
  const { state, results, error } = search;
  const nothing = state === "found" && results.length === 0;
  return html`<div class="search-state" role="status">
    ${state === "found" && !nothing && html`<p class="visually-hidden">
      ${t(count, { count: results.length })}
    </p>`}
    ${state === "failed" && html`<p class="complaint">${failureText(error)}</p>`}
    ${nothing && html`<${Empty} icon="search" title=${none} lead=${noneLead} />`}
  </div>`;
}
