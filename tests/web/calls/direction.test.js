import assert from "node:assert/strict";
import { test } from "node:test";
import { direct } from "../../../web/calls/direction.js";

/** @param {string} id @param {Partial<import("../../../web/calls/recording-types.d.ts").Seen>} [seen] */
const person = (id, seen) => ({ id, speaking: false, video: true, screen: false, ...seen });
const face = (/** @type {string} */ id) => /** @type {const} */ ({ id, way: "face" });

test("whoever speaks is shown, and stays while others join in", () => {
  assert.deepEqual(direct([person("a"), person("b", { speaking: true })], face("a")), face("b"));
  assert.deepEqual(direct([person("a", { speaking: true }), person("b", { speaking: true })], face("b")), face("b"));
});

test("in a silence the picture stays", () => {
  assert.deepEqual(direct([person("a"), person("b")], face("b")), face("b"));
  assert.deepEqual(direct([person("a"), person("b")], null), face("a"));
});

test("a screen comes before every face", () => {
  const people = [person("a", { speaking: true }), person("b", { screen: true })];
  assert.deepEqual(direct(people, face("a")), { id: "b", way: "screen" });
});

test("whoever has no picture is not shown", () => {
  assert.deepEqual(direct([person("a", { speaking: true, video: false }), person("b")], face("a")), face("b"));
  assert.equal(direct([person("a", { video: false })], face("a")), null);
});
