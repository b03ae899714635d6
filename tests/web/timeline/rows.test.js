import assert from "node:assert/strict";
import { test } from "node:test";
import { rowsOf } from "../../../web/components/timeline/rows.js";
import { said } from "./messages.js";

/** @typedef {import("../../../web/components/timeline/types.js").View} View */

/** @type {View} */
const VIEW = { me: "me", firstUnread: null, atStart: true, blocks: new Set(), revealed: new Set(), calls: [] };

/**
 * @param {import("../../../web/state/types.js").Message[]} messages
 * @param {Partial<View>} [view]
 * @param {import("../../../web/state/types.js").Message} [before]
 */
function outline(messages, view = {}, before) {
  return rowsOf(messages, before, { ...VIEW, ...view }).map((row) => {
    if (row.kind === "message") return `${row.leads ? "+" : ""}${row.message.seq}`;
    return row.kind === "blocked" ? `blocked ${row.messages.length}` : row.kind;
  });
}

test("messages of one person within five minutes are a group", () => {
  const late = { created_at: new Date(2026, 2, 3, 12, 9).toISOString() };
  assert.deepEqual(outline([said(1), said(2), said(3, "bob"), said(4, "bob", late)]), ["day", "+1", "2", "+3", "+4"]);
});

test("an answer begins a group, for it has something above it", () => {
  const reply_to = { id: "m1", sender: said(1).sender, excerpt: "message 1" };
  assert.deepEqual(outline([said(1), said(2, "alice", { reply_to })]), ["day", "+1", "+2"]);
});

test("a new day has a line", () => {
  const next = { created_at: new Date(2026, 2, 4, 0, 1).toISOString() };
  assert.deepEqual(outline([said(1), said(2, "alice", next)]), ["day", "+1", "day", "+2"]);
});

test("the message before the part that is shown decides how it begins", () => {
  assert.deepEqual(outline([said(2)], {}, said(1)), ["2"]);
});

test("the first unread message has a line, also where its position is no message", () => {
  assert.deepEqual(outline([said(1), said(4)], { firstUnread: 2 }), ["day", "+1", "unread", "+4"]);
  assert.deepEqual(outline([said(5)], { firstUnread: 2 }, said(4)), ["5"]);
  assert.deepEqual(outline([said(5)], { firstUnread: 2, atStart: false }), ["day", "+5"]);
});

test("messages of blocked people are folded into one line until they are asked for", () => {
  const messages = [said(1), said(2, "eve"), said(3, "eve"), said(4)];
  const blocks = new Set(["eve"]);
  assert.deepEqual(outline(messages, { blocks }), ["day", "+1", "blocked 2", "+4"]);
  assert.deepEqual(outline(messages, { blocks, revealed: new Set(["m2", "m3"]) }), ["day", "+1", "+2", "3", "+4"]);
});

test("an own message keeps its key when the server names it", () => {
  const waiting = said(9, "me", { id: "k9" });
  const named = said(9, "me", { id: "m9" });
  const key = (/** @type {typeof waiting} */ message) => rowsOf([message], said(8), VIEW)[0].key;
  assert.equal(key(waiting), key(named));
});
