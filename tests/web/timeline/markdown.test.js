import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { anyText } from "./anything.js";
import { parseMarkdown } from "../../../web/components/timeline/markdown.js";

/** @typedef {import("../../../web/components/timeline/types.js").Block} Block */
/** @typedef {import("../../../web/components/timeline/types.js").Inline} Inline */

/** @param {string} text @returns {Inline} */
const plain = (text) => ({ type: "text", text });

/** @param {string} body */
function inline(body) {
  const [block] = parseMarkdown(body);
  assert.equal(block.type, "paragraph");
  return block.type === "paragraph" ? block.children : [];
}

test("bold, italic and both, with either delimiter", () => {
  assert.deepEqual(inline("**a** and _b_"), [
    { type: "bold", children: [plain("a")] }, plain(" and "), { type: "italic", children: [plain("b")] },
  ]);
  assert.deepEqual(inline("***a***"), [{ type: "bold", children: [{ type: "italic", children: [plain("a")] }] }]);
  assert.deepEqual(inline("__a *b* c__"), [
    { type: "bold", children: [plain("a "), { type: "italic", children: [plain("b")] }, plain(" c")] },
  ]);
});

test("what is no emphasis stays text", () => {
  for (const body of ["2 * 3 * 4", "snake_case_name", "**open", "a ** b", "*", "****", "_ a _", "\\*a\\*x"]) {
    assert.deepEqual(inline(body), [plain(body.replaceAll("\\", ""))], body);
  }
});

test("code keeps what stands in it", () => {
  assert.deepEqual(inline("`**a** https://example.org`"), [{ type: "code", text: "**a** https://example.org" }]);
  assert.deepEqual(inline("`` a`b ``"), [{ type: "code", text: "a`b" }]);
  assert.deepEqual(inline("`open"), [plain("`open")]);
});

test("links and mentions inside emphasis", () => {
  assert.deepEqual(inline("**https://example.org/a_b_c**"), [
    { type: "bold", children: [{ type: "link", href: "https://example.org/a_b_c", text: "https://example.org/a_b_c" }] },
  ]);
  assert.deepEqual(inline("hi @alice."), [plain("hi "), { type: "mention", name: "alice" }, plain(".")]);
  assert.deepEqual(inline("mail me@example"), [plain("mail me@example")]);
});

test("line breaks are kept, blank lines part paragraphs", () => {
  assert.deepEqual(inline("a\nb"), [plain("a"), { type: "break" }, plain("b")]);
  assert.equal(parseMarkdown("a\r\n\r\nb").length, 2);
});

test("fences, also unclosed ones", () => {
  assert.deepEqual(parseMarkdown("```js\n**x**\n\n> y\n```\nend"), [
    { type: "fence", text: "**x**\n\n> y" }, { type: "paragraph", children: [plain("end")] },
  ]);
  assert.deepEqual(parseMarkdown("```\nopen"), [{ type: "fence", text: "open" }]);
});

test("quotes and lists", () => {
  assert.deepEqual(parseMarkdown("> a\n> - b\nc"), [
    {
      type: "quote",
      children: [
        { type: "paragraph", children: [plain("a")] },
        { type: "list", ordered: false, start: 1, items: [[plain("b")]] },
      ],
    },
    { type: "paragraph", children: [plain("c")] },
  ]);
  assert.deepEqual(parseMarkdown("3. a\n4. b"), [
    { type: "list", ordered: true, start: 3, items: [[plain("a")], [plain("b")]] },
  ]);
  assert.deepEqual(inline("-no list"), [plain("-no list")]);
});

/** @param {Inline[]} nodes @param {number} depth @returns {number} */
function inlineDepth(nodes, depth = 1) {
  return Math.max(depth, ...nodes.map((node) => ("children" in node ? inlineDepth(node.children, depth + 1) : depth)));
}

/** @param {Block[]} blocks @returns {number} */
function blockDepth(blocks) {
  const depths = blocks.map((block) => {
    if (block.type === "quote") return 1 + blockDepth(block.children);
    if (block.type === "paragraph") return 1 + inlineDepth(block.children);
    return 1;
  });
  return Math.max(0, ...depths);
}

/** @param {Inline} node @returns {string} */
function inlineText(node) {
  if ("children" in node) return node.children.map(inlineText).join("");
  if (node.type === "mention") return `@${node.name}`;
  return node.type === "break" ? "\n" : node.text;
}

/** @param {Block} block @returns {string} */
function blockText(block) {
  if (block.type === "quote") return block.children.map(blockText).join("");
  if (block.type === "list") return block.items.flat().map(inlineText).join("");
  return block.type === "fence" ? block.text : block.children.map(inlineText).join("");
}

const MARKUP = ["*", "**", "***", "_", "__", "`", "``", "```", "\n", "> ", "- ", "1. ", "\\", "@", "@bob", " ", "a", "ß",
  "https://", "http://a@", "mailto:", "https://example.org/(", ")", "\u202e", "\u200b", "😀", "\ud800"];
const written = fc.oneof(
  anyText(4000),
  fc.array(fc.constantFrom(...MARKUP), { maxLength: 1000, size: "max" }).map((parts) => parts.join("")),
);

test("whatever is written: a shallow tree that keeps every letter", () => {
  fc.assert(
    fc.property(written, (body) => {
      const tree = parseMarkdown(body);
      assert.ok(blockDepth(tree) <= 12);
      // The host of a link is shown as it was parsed.
      if (body.includes("://")) return;
      const shown = tree.map(blockText).join("");
      assert.equal(count(shown, "😀"), count(body, "😀"));
      assert.equal(count(shown, "ß"), count(body, "ß"));
    }),
    { numRuns: 100 },
  );
});

/** @param {string} text @param {string} letter */
function count(text, letter) {
  return text.split(letter).length - 1;
}

test("4,000 characters of anything are parsed in no time", () => {
  const units = ["*", "**a", "*a_", "_a*b", "`", "` ", "a`", "``a`", "> ", ">", "- ", "[", "\\", "https://", "http://a@", "@a",
    "https://a/(", "mailto:", " ` a", "*a ", " *a", "***a_", "```\n", "> *a\n", "\n", "1. ", "((((", "**_", "` a"];
  for (const unit of units) {
    const body = unit.repeat(Math.ceil(4000 / unit.length)).slice(0, 4000);
    const spent = Math.min(...[1, 2, 3].map(() => processorTime(() => parseMarkdown(body))));
    assert.ok(spent < 50, `${JSON.stringify(unit)} took ${spent} ms`);
  }
});

/**
 * Milliseconds of the processor, not of the clock: other programs may be busy.
 * @param {() => void} work
 */
function processorTime(work) {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
