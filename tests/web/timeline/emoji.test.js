import assert from "node:assert/strict";
import { test } from "node:test";
import {
  allEmoji, emojiGroups, findEmoji, oftenUsed, USUAL,
} from "../../../web/components/timeline/emoji.js";
import { isJumbo } from "../../../web/components/timeline/jumbo.js";
import de from "../../../web/words/de.js";
import en from "../../../web/words/en.js";

test("every emoji and every group has a name in both languages", () => {
  for (const words of [en, de]) {
    const missing = [...allEmoji.map((emoji) => `emoji.${emoji}`), ...emojiGroups.map(({ key }) => key)]
      .filter((key) => !Object.hasOwn(words, key));
    assert.deepEqual(missing, []);
  }
  assert.equal(new Set(allEmoji).size, allEmoji.length);
  assert.ok(allEmoji.length >= 150);
});

test("they are found by name, whatever the case and the accents", () => {
  assert.ok(findEmoji("ROCK").includes("🚀"));
  assert.equal(findEmoji("tear")[0], "😂");
  const german = (/** @type {string} */ emoji) => String(de[/** @type {keyof typeof de} */ (`emoji.${emoji}`)]);
  assert.ok(findEmoji("kafer", german).includes("🐛"));
  assert.deepEqual(findEmoji(" "), []);
});

test("the last used ones come first, filled up with the usual ones", () => {
  assert.deepEqual(oftenUsed(["🚀", "<b>"], 3), ["🚀", USUAL[0], USUAL[1]]);
});

test("nothing but a few emoji is shown large", () => {
  for (const body of ["🎉", "👍🏽 ❤️", "🏳️‍🌈🚀🔥"]) assert.ok(isJumbo(body), body);
  for (const body of ["", "1", "a🎉", "🎉🎉🎉🎉", " "]) assert.ok(!isJumbo(body), body);
});
