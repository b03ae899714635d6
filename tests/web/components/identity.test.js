import assert from "node:assert/strict";
import { test } from "node:test";
import { hueOf, hues, initials, nameOf } from "../../../web/components/names.js";

test("people are called by their display name, else by their username", () => {
  assert.equal(nameOf({ id: "1", username: "alice", display_name: "Alice B." }), "Alice B.");
  assert.equal(nameOf({ id: "1", username: "alice", display_name: "  " }), "alice");
});

test("initials are of the first and the last word", () => {
  assert.equal(initials("Ada King Lovelace"), "AL");
  assert.equal(initials("alice"), "A");
  assert.equal(initials("bob_the.builder"), "BB");
});

test("initials are one base letter each, whatever is piled upon it", () => {
  assert.equal(initials(`e${"\u0301".repeat(10_000)} x`), "EX");
  assert.equal(initials("فريد الحداد"), "فا");
});

test("a name without any letter has a question mark", () => {
  assert.equal(initials("\u200b\u202e —"), "?");
});

test("a person keeps their colour, and there is one for everybody", () => {
  const id = "01a1ff01-92af-7724-8484-45aaa936073f";
  assert.equal(hueOf(id), hueOf(id));
  const all = Array.from({ length: 500 }, (_, index) => hueOf(`0000-${index * 7919}`));
  assert.ok(all.every((hue) => Number.isInteger(hue) && hue >= 0 && hue < hues));
  assert.equal(new Set(all).size, hues);
});
