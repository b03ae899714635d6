import assert from "node:assert/strict";
import { test } from "node:test";
import { dayName } from "../../../web/components/times.js";
import { deliveriesOf, messageOf, readersOf } from "../../../web/components/timeline/rows.js";
import { setLanguage } from "../../../web/words/index.js";
import { said } from "./messages.js";

/** @type {import("../../../web/state/types.js").OutgoingItem} */
const ITEM = {
  client_id: "k9", conversation: "c", body: "hello", reply_to: "m1", state: "failed",
  error: { code: "forbidden", detail: "" }, createdAt: 0,
};

test("what is on its way stands behind everything, with what it answers", () => {
  const message = messageOf(ITEM, said(1, "me").sender, () => said(1));
  assert.equal(message.seq, Infinity);
  assert.deepEqual(message.reply_to, { id: "m1", sender: said(1).sender, excerpt: "message 1" });
  assert.equal(messageOf({ ...ITEM, reply_to: null }, said(1).sender, () => said(1)).reply_to, null);
});

test("the newest message is sent if it is one's own; waiting ones say their own state", () => {
  assert.deepEqual([...deliveriesOf([said(1, "me"), said(2, "me")], [], "me")], [["k2", "sent"]]);
  assert.deepEqual([...deliveriesOf([said(1, "me"), said(2, "bob")], [], "me")], []);
  assert.deepEqual([...deliveriesOf([said(1, "me")], [ITEM], "me")], [["k9", "failed"]]);
});

test("a reader stands at the last message up to their position, never at their own", () => {
  const messages = [said(1, "me"), said(3, "bob"), said(5, "me"), said(7, "me")];
  const receipts = new Map([["me", 7], ["bob", 2], ["carol", 6], ["dave", 9]]);
  const hidden = new Set(["me"]);
  assert.deepEqual([...readersOf(messages, receipts, hidden, true)], [["m5", "carol"], ["m7", "dave"]]);
  assert.deepEqual([...readersOf(messages, receipts, hidden, false)], [["m5", "carol"]]);
  assert.deepEqual([...readersOf(messages, receipts, new Set(["me", "carol"]), false)], []);
});

test("days are named as one would", () => {
  const now = new Date(2026, 2, 4, 0, 30);
  const at = (/** @type {number[]} */ ...[month, day, year = 2026]) => new Date(year, month, day, 23).toISOString();
  assert.equal(dayName(now.toISOString(), now), "Today");
  assert.equal(dayName(at(2, 2), now), "Monday, March 2");
  assert.equal(dayName(at(2, 2, 2025), now), "March 2, 2025");
  setLanguage("de");
  assert.equal(dayName(at(2, 3), now), "Gestern");
  setLanguage("en");
});
