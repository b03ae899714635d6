import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { anyText } from "./anything.js";
import { actionOf, lengthOf } from "../../../web/components/timeline/composer-keys.js";

const IDLE = { inField: true, touch: false, text: "", busy: false };

/** @param {string} key @param {object} [more] */
function press(key, more = {}) {
  return { key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, isComposing: false, ...more };
}

test("enter sends, shift and enter breaks the line", () => {
  assert.equal(actionOf(press("Enter"), IDLE), "send");
  assert.equal(actionOf(press("Enter", { shiftKey: true }), IDLE), null);
});

test("on a touch screen enter breaks the line, with a chord it sends", () => {
  assert.equal(actionOf(press("Enter"), { ...IDLE, touch: true }), null);
  assert.equal(actionOf(press("Enter", { ctrlKey: true }), { ...IDLE, touch: true }), "send");
});

test("the enter that ends a composition sends nothing", () => {
  assert.equal(actionOf(press("Enter", { isComposing: true }), IDLE), null);
  assert.equal(actionOf(press("Enter", { keyCode: 229 }), IDLE), null);
});

test("up edits the last message only where there is nothing to move in", () => {
  assert.equal(actionOf(press("ArrowUp"), IDLE), "editLast");
  assert.equal(actionOf(press("ArrowUp"), { ...IDLE, text: "a" }), null);
  assert.equal(actionOf(press("ArrowUp"), { ...IDLE, busy: true }), null);
  assert.equal(actionOf(press("ArrowUp"), { ...IDLE, inField: false }), null);
});

test("escape leaves an answer or an edit", () => {
  assert.equal(actionOf(press("Escape"), { ...IDLE, busy: true, inField: false }), "cancel");
  assert.equal(actionOf(press("Escape"), IDLE), null);
});

test("length is counted in code points", () => {
  fc.assert(fc.property(anyText(40), (text) => lengthOf(text) === [...text].length));
  assert.equal(lengthOf("\ud83d\ud83d\ude00"), 2);
});
