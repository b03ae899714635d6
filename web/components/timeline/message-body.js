/** What people wrote, as elements: from the tree, never from markup. */

import { computed } from "../../vendor/signals-core.js";
import { useMemo, useState } from "../../vendor/hooks.js";
import { app } from "../../state/index.js";
import { t } from "../../words/index.js";
import { html, pure, useSignalValue } from "../html.js";
import { isJumbo } from "./jumbo.js";
import { foldedBody, parseMarkdown } from "./markdown.js";

/**
 * @import { Block, Inline, List } from "./types.js"
 * @typedef {{mentions: string[], tab: number}} Place  `tab`: whether the tabulator key stops here
 */

/** @type {(nodes: Inline[], place: Place) => unknown[]} */
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

/** @type {(tree: Block[], place: Place) => unknown[]} */
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

/** @param {List} block @param {Place} place */
function list(block, place) {
  const items = block.items.map((item) => html`<li dir="auto">${inline(item, place)}</li>`);
  return block.ordered ? html`<ol start=${block.start}>${items}</ol>` : html`<ul>${items}</ul>`;
}

/** Marked only where the server says that this person was meant. @param {{name: string, users: string[]}} props */
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

const RichText = pure((/** @type {Place & {text: string}} */ { text, ...place }) => blocks(parseMarkdown(text), place));

/** @param {Place & {body: string}} props */
export function MessageBody({ body, mentions, tab }) {
  const [open, setOpen] = useState(false);
  const folded = useMemo(() => foldedBody(body), [body]);
  return html`<div class=${isJumbo(body) ? "message-text message-text-jumbo" : "message-text"}>
      <${RichText} text=${open ? body : folded ?? body} mentions=${mentions} tab=${tab} />
    </div>
    ${folded !== null && html`<button type="button" class="text-button" tabindex=${tab}
      aria-expanded=${open ? "true" : "false"} onClick=${() => setOpen(!open)}>
      ${t(open ? "message.showLess" : "message.showMore")}</button>`}`;
}
