/** What people wrote, as elements: from the tree, never from markup. */

import { computed } from "../../vendor/signals-core.js";
import { useMemo, useState } from "../../vendor/hooks.js";
import { app } from "../../state/index.js";
import { t } from "../../words/index.js";
import { html, useSignalValue } from "../html.js";
import { isJumbo } from "./emoji-list.js";
import { foldedBody } from "./folding.js";
import { parseMarkdown } from "./markdown.js";
import { pure } from "./pure.js";

/** @typedef {import("./markdown.js").Block} Block */
/** @typedef {import("./markdown.js").Inline} Inline */
/** @typedef {{mentions: string[], tab: number}} Place  `tab`: whether the tabulator key stops here */

/**
 * @param {Inline[]} nodes
 * @param {Place} place
 * @returns {unknown[]}
 */
function inline(nodes, place) {
  return nodes.map((node) => {
    switch (node.type) {
      case "bold": return html`<strong>${inline(node.children, place)}</strong>`;
      case "italic": return html`<em>${inline(node.children, place)}</em>`;
      case "code": return html`<code dir="auto">${node.text}</code>`;
      case "break": return html`<br />`;
      case "link": return html`<a href=${node.href} target="_blank" rel="noopener noreferrer nofollow" dir="ltr"
        tabindex=${place.tab}>${node.text}</a>`;
      case "mention": return html`<${Mention} name=${node.name} users=${place.mentions} />`;
      default: return node.text;
    }
  });
}

/**
 * @param {Block[]} tree
 * @param {Place} place
 * @returns {unknown[]}
 */
function blocks(tree, place) {
  return tree.map((block) => {
    switch (block.type) {
      case "fence": return html`<pre dir="auto"><code>${block.text}</code></pre>`;
      case "quote": return html`<blockquote>${blocks(block.children, place)}</blockquote>`;
      case "list": return list(block, place);
      default: return html`<p dir="auto">${inline(block.children, place)}</p>`;
    }
  });
}

/**
 * @param {import("./markdown.js").List} block
 * @param {Place} place
 */
function list(block, place) {
  const items = block.items.map((item) => html`<li dir="auto">${inline(item, place)}</li>`);
  return block.ordered ? html`<ol start=${block.start}>${items}</ol>` : html`<ul>${items}</ul>`;
}

/**
 * Marked only where the server says that this person was meant.
 * @param {{name: string, users: string[]}} props
 */
function Mention({ name, users }) {
  const meant = useMemo(
    () => computed(() => users.find((id) => app.user(id).value?.username === name.toLowerCase())),
    [name, users],
  );
  const id = useSignalValue(meant);
  const me = useSignalValue(app.me);
  if (!id) return `@${name}`;
  return html`<span class=${id === me?.id ? "mention mention-me" : "mention"}>@${name}</span>`;
}

const RichText = pure((/** @type {Place & {text: string}} */ { text, mentions, tab }) => {
  return blocks(parseMarkdown(text), { mentions, tab });
});

/**
 * @param {{body: string, mentions: string[], tab: number}} props
 */
export function MessageBody({ body, mentions, tab }) {
  const [open, setOpen] = useState(false);
  const folded = useMemo(() => foldedBody(body), [body]);
  const shown = folded !== null && !open ? folded : body;
  return html`<div class=${isJumbo(body) ? "message-text message-text-jumbo" : "message-text"}>
      <${RichText} text=${shown} mentions=${mentions} tab=${tab} />
    </div>
    ${folded !== null && html`<button type="button" class="text-button" tabindex=${tab}
      aria-expanded=${open ? "true" : "false"} onClick=${() => setOpen(!open)}>
      ${t(open ? "message.showLess" : "message.showMore")}</button>`}`;
}
