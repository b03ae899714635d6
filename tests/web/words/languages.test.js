import assert from "node:assert/strict";
import { test } from "node:test";
import "../../../web/words/calls.js";
import "../../../web/words/doctor.js";
import "../../../web/words/recording.js";
import "../../../web/words/emoji.js";
import "../../../web/words/files.js";
import { languages } from "../../../web/words/index.js";

const { en, ...others } = languages;
const placeholders = (/** @type {string} */ phrase) => [...new Set(phrase.match(/\{\w+\}/g) ?? [])].sort();

/** @param {import("../../../web/words/index.js").Phrase} phrase */
const forms = (phrase) => (typeof phrase === "string" ? [phrase] : Object.values(phrase));

for (const [code, { words }] of Object.entries(others)) {
  test(`${code} has the keys of English, no more and no fewer`, () => {
    assert.deepEqual(Object.keys(words).sort(), Object.keys(en.words).sort());
  });

  test(`${code} uses the same placeholders in every phrase`, () => {
    for (const [key, phrase] of Object.entries(en.words)) {
      const used = (/** @type {typeof phrase} */ it) => placeholders(forms(it).join(" "));
      assert.deepEqual(used(words[key]), used(phrase), key);
    }
  });
}

for (const [code, { words }] of Object.entries(languages)) {
  test(`${code} has every plural form its rules can ask for`, () => {
    const wanted = new Intl.PluralRules(code).resolvedOptions().pluralCategories;
    for (const [key, phrase] of Object.entries(words)) {
      if (typeof phrase === "string") continue;
      assert.deepEqual(wanted.filter((form) => !phrase[form]), [], key);
    }
  });

  test(`${code} leaves no phrase empty`, () => {
    const empty = Object.entries(words).filter(([, phrase]) => forms(phrase).some((form) => !form?.trim()));
    assert.deepEqual(empty, []);
  });
}
