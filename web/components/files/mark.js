import { endingOf, kindOf } from "../../files/kinds.js";
import { html } from "../html.js";
import { Icon } from "../icons.js";

/** @type {Record<import("../../files/types.js").Kind, import("../types.js").IconName>} */
const ICONS = { image: "image", video: "film", audio: "sound", file: "file" };

/** What kind of file it is, beside its name: hence not announced. @param {{name: string, type: string}} props */
export function FileMark({ name, type }) {
  const kind = kindOf(type);
  const ending = kind === "file" ? endingOf(name) : "";
  return html`<span class="file-mark" aria-hidden="true">
    ${ending ? html`<span class="file-ending">${ending}</span>` : html`<${Icon} name=${ICONS[kind]} />`}
  </span>`;
}
