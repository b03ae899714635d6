import assert from "node:assert/strict";
import { test } from "node:test";
import { FOLDED_CHARS, foldedBody } from "../../../web/components/timeline/markdown.js";

test("short bodies are shown whole", () => {
  assert.equal(foldedBody("short"), null);
  assert.equal(foldedBody(Array(12).fill("line").join("\n")), null);
  assert.equal(foldedBody("a".repeat(FOLDED_CHARS)), null);
});

test("many lines are folded at a line", () => {
  assert.equal(foldedBody(Array(13).fill("line").join("\n")), Array(12).fill("line").join("\n"));
});

test("much text is folded at the end of a word, and never within a character", () => {
  const folded = foldedBody("word ".repeat(400)) ?? "";
  assert.ok(folded.length <= FOLDED_CHARS && folded.endsWith("word…"));
  const half = /\p{Surrogate}/u;
  assert.doesNotMatch(foldedBody("😀".repeat(1000)) ?? "", half);
  assert.doesNotMatch(foldedBody(`a${"😀".repeat(1000)}`) ?? "", half);
});
