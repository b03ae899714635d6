import assert from "node:assert/strict";
import { test } from "node:test";
import { place } from "../../../web/components/menu.js";

const size = { width: 200, height: 100 };
const screen = { width: 1000, height: 600, rtl: false };
const button = (/** @type {number} */ left, /** @type {number} */ top) => ({ left, top, right: left + 40, bottom: top + 40 });

test("a menu opens below its button, from its starting edge", () => {
  assert.deepEqual(place(button(100, 100), size, screen), { left: 100, top: 144 });
});

test("from right to left it starts at the other edge", () => {
  assert.deepEqual(place(button(500, 100), size, { ...screen, rtl: true }), { left: 340, top: 144 });
});

test("without room below it opens above, without room beside it ends at the button", () => {
  assert.deepEqual(place(button(950, 550), size, screen), { left: 790, top: 446 });
});

test("it stays within the smallest window", () => {
  assert.deepEqual(place(button(150, 20), size, { width: 216, height: 130, rtl: false }), { left: 8, top: 22 });
});
