/**
 * The Markdown subset that messages are shown in, as a tree: paragraphs, fenced code, quotes and lists;
 * inside them bold, italic, code and bare links. Everything else is the text that it is. No input fails, none
 * takes more than linear time.
 *
 * @import { Block, Taken } from "./types.js"
 */
import { parseInline } from "./markdown-inline.js";

const FENCE = /^ {0,3}```[\w+#.-]*\s*$/;
const FENCE_END = /^ {0,3}```\s*$/;
const QUOTE = /^ {0,3}> ?/;
const BULLET = /^ {0,6}[-*+] +(?=\S)/;
const NUMBER = /^ {0,6}(\d{1,9})[.)] +(?=\S)/;
const BLANK = /^\s*$/;

const MAX_QUOTE_DEPTH = 4;

/** @type {(lines: string[], from: number, belongs: (line: string) => boolean) => number} */
function endOf(lines, from, belongs) {
  let end = from;
  while (end < lines.length && belongs(lines[end])) end += 1;
  return end;
}

/** @type {(lines: string[], from: number) => Taken} */
function takeFence(lines, from) {
  const end = endOf(lines, from + 1, (line) => !FENCE_END.test(line));
  const text = lines.slice(from + 1, end).join("\n");
  return { blocks: text ? [{ type: "fence", text }] : [], next: end + 1 };
}

/** @type {(lines: string[], from: number, depth: number) => Taken} */
function takeQuote(lines, from, depth) {
  const next = endOf(lines, from, (line) => QUOTE.test(line));
  const inner = lines.slice(from, next).map((line) => line.replace(QUOTE, ""));
  const children = parseLines(inner, depth + 1);
  return { blocks: children.length ? [{ type: "quote", children }] : [], next };
}

/** @type {(lines: string[], from: number, marker: RegExp) => Taken} */
function takeList(lines, from, marker) {
  const next = endOf(lines, from, (line) => marker.test(line));
  const items = lines.slice(from, next).map((line) => parseInline(line.replace(marker, "")));
  const start = Number(marker.exec(lines[from])?.[1] ?? 1);
  return { blocks: [{ type: "list", ordered: marker === NUMBER, start, items }], next };
}

/** @type {(lines: string[], from: number, depth: number) => Taken} */
function takeParagraph(lines, from, depth) {
  const plain = (/** @type {string} */ line) => !BLANK.test(line) && !startsBlock(line, depth);
  const next = Math.max(endOf(lines, from, plain), from + 1);
  return { blocks: [{ type: "paragraph", children: parseInline(lines.slice(from, next).join("\n")) }], next };
}

/** @param {string} line @param {number} depth */
function startsBlock(line, depth) {
  return FENCE.test(line) || BULLET.test(line) || NUMBER.test(line) || (depth < MAX_QUOTE_DEPTH && QUOTE.test(line));
}

/** @type {(lines: string[], from: number, depth: number) => Taken} */
function take(lines, from, depth) {
  const line = lines[from];
  if (BLANK.test(line)) return { blocks: [], next: from + 1 };
  if (FENCE.test(line)) return takeFence(lines, from);
  if (depth < MAX_QUOTE_DEPTH && QUOTE.test(line)) return takeQuote(lines, from, depth);
  if (BULLET.test(line)) return takeList(lines, from, BULLET);
  if (NUMBER.test(line)) return takeList(lines, from, NUMBER);
  return takeParagraph(lines, from, depth);
}

/** @type {(lines: string[], depth: number) => Block[]} */
function parseLines(lines, depth) {
  /** @type {Block[]} */
  const blocks = [];
  for (let line = 0; line < lines.length;) {
    const taken = take(lines, line, depth);
    blocks.push(...taken.blocks);
    line = taken.next;
  }
  return blocks;
}

/** @param {string} body */
export function parseMarkdown(body) {
  return parseLines(body.replace(/\r\n?/g, "\n").split("\n"), 0);
}

const FOLDED_LINES = 12;
export const FOLDED_CHARS = 1200;

// A word or a link cut in two is ugly, but so is a fold that follows one endless word.
const LONGEST_WORD = 80;

/**
 * Long messages show their beginning until the reader asks for the rest: that part, or null where the body is
 * short enough to be shown whole.
 * @param {string} body
 */
export function foldedBody(body) {
  const lines = body.split("\n", FOLDED_LINES + 1);
  const shortened = lines.length > FOLDED_LINES ? lines.slice(0, FOLDED_LINES).join("\n") : body;
  if (shortened.length <= FOLDED_CHARS) return shortened === body ? null : shortened;
  return `${atWordEnd(shortened.slice(0, FOLDED_CHARS))}…`;
}

/** @param {string} text */
function atWordEnd(text) {
  const space = Math.max(text.lastIndexOf(" "), text.lastIndexOf("\n"));
  if (space > text.length - LONGEST_WORD) return text.slice(0, space);
  // Not between the halves of a surrogate pair.
  return /[\ud800-\udbff]$/.test(text) ? text.slice(0, -1) : text;
}
