import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { bestLanguage, direction, knows, language, setLanguage, t } from "../../../web/words/index.js";

beforeEach(() => setLanguage("en"));

test("a phrase carries its values as they are", () => {
  assert.equal(t("search.here", { title: "<b>$& {title}</b>" }), "Only in <b>$& {title}</b>");
});

test("the count chooses the form and is written as the language writes numbers", () => {
  assert.equal(t("conversation.members", { count: 1 }), "1 member");
  assert.equal(t("conversation.members", { count: 12345 }), "12,345 members");
  setLanguage("de");
  assert.equal(t("conversation.members", { count: 12345 }), "12.345 Mitglieder");
});

test("a value that was not given leaves its place visible", () => {
  assert.equal(t("search.here"), "Only in {title}");
});

test("an unknown key is its own phrase", () => {
  assert.equal(t("error.of_tomorrow"), "error.of_tomorrow");
  assert.equal(knows("error.of_tomorrow"), false);
  assert.equal(knows("error.offline"), true);
});

test("names of what every object has are no keys", () => {
  assert.equal(knows("constructor"), false);
  assert.equal(t("search.here", Object.create({ title: "x" })), "Only in {title}");
});

test("the best language is the first wished one that there is", () => {
  assert.equal(bestLanguage(["fr-FR", "de-AT", "en"]), "de");
  assert.equal(bestLanguage(["constructor", "fr"]), "en");
  assert.equal(bestLanguage([]), "en");
});

test("an unknown wish follows the browser", () => {
  setLanguage("xx");
  assert.equal(language(), bestLanguage(globalThis.navigator?.languages ?? []));
  assert.equal(direction(), "ltr");
});
