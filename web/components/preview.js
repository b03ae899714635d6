import { summaryOf } from "../files/summary.js";
import { parseMarkdown } from "./timeline/markdown.js";

/** @import { Message } from "./types.js" */
/** @typedef {ReturnType<typeof parseMarkdown>[number]} Block */
/** @typedef {Extract<Block, {type: "paragraph"}>["children"][number]} Inline */

/** More of a message than any line has room for, and little enough to parse at every drawing. */
const enough = 400;

/** A message in one line, without the signs of its Markdown. @param {string} body */
export function previewOf(body) {
  const text = parseMarkdown(body.slice(0, enough)).map(wordsOf).join(" ");
  return text.replace(/\s+/gu, " ").trim().slice(0, 160);
}

/** What was said, or else what was sent, in one line. @param {Pick<Message, "body" | "attachments">} message */
export function gistOf({ body, attachments }) {
  return previewOf(body ?? "") || summaryOf(attachments);
}

/** @param {Block | Inline} node @returns {string} */
function wordsOf(node) {
  if (node.type === "break") return " ";
  if (node.type === "mention") return `@${node.name}`;
  if (node.type === "list") return node.items.map((item) => item.map(wordsOf).join("")).join(" ");
  if (node.type === "quote") return node.children.map(wordsOf).join(" ");
  return "children" in node ? node.children.map(wordsOf).join("") : node.text;
}
