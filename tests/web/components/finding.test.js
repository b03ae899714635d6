import assert from "node:assert/strict";
import { test } from "node:test";
import { excerpt, ranked } from "../../../web/components/matching.js";
import { slugFrom } from "../../../web/components/names.js";

const rank = (/** @type {string} */ typed, /** @type {string[]} */ ...names) => ranked(names, typed, (name) => [name]);

test("a name that begins so comes before a word that does, and this before the middle", () => {
  assert.deepEqual(rank("gen", "Regenerate", "The general", "General"), ["General", "The general", "Regenerate"]);
});

test("letters in their order find a name, in another order they do not", () => {
  assert.deepEqual(rank("gnrl", "General", "Large"), ["General"]);
  assert.deepEqual(rank("lrng", "General"), []);
});

test("case and accents do not matter", () => {
  assert.deepEqual(rank("creme", "Crème brûlée"), ["Crème brûlée"]);
});

test("nothing typed leaves everything in its order", () => {
  assert.deepEqual(rank(" ", "b", "a"), ["b", "a"]);
});

test("an excerpt sets the found words apart and keeps all others", () => {
  assert.deepEqual(excerpt("The plan is the plan", "plan"), [
    { words: "The ", found: false },
    { words: "plan", found: true },
    { words: " is the ", found: false },
    { words: "plan", found: true },
  ]);
});

test("an excerpt of a long message is cut around the first word found", () => {
  const pieces = excerpt(`${"before ".repeat(200)}needle ${"after ".repeat(200)}`, "needle");
  assert.ok(pieces.some(({ words, found }) => found && words === "needle"));
  assert.ok(pieces.map(({ words }) => words).join("").length <= 250);
});

test("what was typed is never a pattern", () => {
  for (const query of ["(", "[a-", "\\", "a+++", "$^", "-"]) {
    assert.equal(excerpt("plain words", query).map(({ words }) => words).join(""), "plain words");
  }
});

test("an address follows from a name", () => {
  assert.equal(slugFrom("Crème brûlée lovers!"), "creme-brulee-lovers");
  assert.equal(slugFrom("  — "), "");
  assert.ok(slugFrom("long ".repeat(40)).length <= 32);
});

test("an address that is cut does not end in a dash", () => {
  assert.match(slugFrom("abcdefghijklmnopqrstuvwxyz01234 tail"), /[a-z0-9]$/);
});
