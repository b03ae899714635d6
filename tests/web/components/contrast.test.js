import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { hues } from "../../../web/components/names.js";

const read = (/** @type {string} */ name) => readFileSync(new URL(`../../../web/styles/${name}`, import.meta.url), "utf8");
const colours = [...read("people.css").matchAll(/\.hue-(\d+) \{ --hue: (#[0-9a-f]{6}); \}/g)];
const tokens = new Map(
  [...read("tokens.css").matchAll(/--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name, light, dark]) => [name, [light, dark]],
  ),
);

/** Relative luminance, WCAG 2.2. @param {string} colour as #rrggbb */
function luminance(colour) {
  const [red, green, blue] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** @param {string} one @param {string} other */
function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

test("white initials are readable on every colour of avatars", () => {
  assert.equal(colours.length, hues);
  for (const [, hue, colour] of colours) assert.ok(contrast(colour, "#ffffff") >= 4.5, `hue ${hue}`);
});

/** What stands on what. */
const pairs = [
  ...["bg", "surface", "surface-2", "surface-3", "raised"].map((ground) => ["text", ground]),
  ...["bg", "surface", "surface-2", "raised"].map((ground) => ["text-soft", ground]),
  ...["bg", "surface", "raised", "accent-soft", "surface-3"].map((ground) => ["accent-ink", ground]),
  ...["bg", "surface", "raised", "danger-soft"].map((ground) => ["danger", ground]),
  ["accent-text", "accent"],
  ["accent-text", "accent-hover"],
  ["danger-text", "danger"],
  ["warn-text", "warn-soft"],
];

for (const [ink, ground] of pairs) {
  test(`${ink} is readable on ${ground}, in the light and in the dark`, () => {
    for (const theme of [0, 1]) {
      const found = contrast(String(tokens.get(ink)?.[theme]), String(tokens.get(ground)?.[theme]));
      assert.ok(found >= 4.5, `${theme ? "dark" : "light"}: ${found.toFixed(2)}`);
    }
  });
}
