import assert from "node:assert/strict";
import { test } from "node:test";
import { applyToConversation, applyToMessage } from "../../../web/state/apply.js";
import { byActivity, markRead, mergeConversation } from "../../../web/state/apply.js";
import { at, conversation, entry, message, person } from "./shapes.js";

const ALICE = person("alice").id;

/** @param {Partial<import("../../../web/state/parts.js").Reader>} [details] */
function reader(details) {
  const recounted = /** @type {string[]} */ ([]);
  const found = {
    me: ALICE,
    find: () => undefined,
    recount: (/** @type {string} */ id) => void recounted.push(id),
  };
  return { ...found, ...details, recounted };
}

/** @param {string} type @param {number} seq @param {object} details @returns {any} */
function about(type, seq, details) {
  return { type, conversation: "c1", seq, at: at(seq), actor: null, ...details };
}

test("what others say is unread, what one says oneself reads everything", () => {
  const heard = applyToConversation(conversation(), entry(message(1)), reader());
  assert.deepEqual([heard.unread, heard.head, heard.last_activity_at], [1, 1, at(1)]);
  const said = applyToConversation(heard, entry(message(2, { sender: person("alice") })), reader());
  assert.deepEqual([said.unread, said.read_seq, said.last_message?.seq], [0, 2, 2]);
});

test("an entry that is known already changes nothing", () => {
  const known = conversation({ head: 5, unread: 3 });
  assert.equal(applyToConversation(known, entry(message(5)), reader()), known);
});

test("unread is counted no further than the server counts, and not what was deleted since", () => {
  const full = conversation({ unread: 100, head: 100 });
  assert.equal(applyToConversation(full, entry(message(101)), reader()).unread, 100);
  const gone = entry(message(1, { deleted: true, body: null }));
  assert.equal(applyToConversation(conversation(), gone, reader()).unread, 0);
});

test("a deletion takes an unread message back where it is known, and asks where it is not", () => {
  const unread = conversation({ head: 2, unread: 2 });
  const deletion = about("message_deleted", 3, { message_id: "m1", by: null });
  assert.equal(applyToConversation(unread, deletion, reader({ find: () => message(1) })).unread, 1);
  const asking = reader();
  assert.equal(applyToConversation(unread, deletion, asking).unread, 2);
  assert.deepEqual(asking.recounted, ["c1"]);
});

test("the last message follows its edits and its deletion", () => {
  const last = conversation({ head: 1, last_message: message(1) });
  const edit = about("message_edited", 2, {
    message_id: "m1",
    body: "mended",
    mentions: [],
    edited_at: at(2),
  });
  assert.equal(applyToConversation(last, edit, reader()).last_message?.body, "mended");
  const deletion = about("message_deleted", 3, { message_id: "m1", by: null });
  assert.equal(applyToConversation(last, deletion, reader()).last_message?.deleted, true);
});

test("a change that a message has seen is not applied again", () => {
  const newer = message(1, { updated_seq: 9, body: "newest" });
  const edit = about("message_edited", 8, {
    message_id: "m1",
    body: "older",
    mentions: [],
    edited_at: at(8),
  });
  assert.equal(applyToMessage(newer, edit, ALICE), newer);
});

test("reactions keep whose they are", () => {
  const given = about("reaction", 2, { message_id: "m1", emoji: "👍", user: ALICE, on: true, count: 1 });
  const mine = applyToMessage(message(1), given, ALICE);
  assert.deepEqual(mine.reactions, [{ emoji: "👍", count: 1, mine: true }]);
  const theirs = { message_id: "m1", emoji: "👍", user: "id-bob", on: true, count: 2 };
  const joined = about("reaction", 3, theirs);
  assert.deepEqual(applyToMessage(mine, joined, ALICE).reactions, [{ emoji: "👍", count: 2, mine: true }]);
  const none = about("reaction", 4, { message_id: "m1", emoji: "👍", user: ALICE, on: false, count: 0 });
  assert.deepEqual(applyToMessage(mine, none, ALICE).reactions, []);
});

test("an answer that was overtaken by the log changes only what the log does not tell", () => {
  const known = conversation({ head: 9, unread: 4, title: "New", last_message: message(9) });
  const merged = mergeConversation(
    known,
    conversation({ head: 5, unread: 1, title: "Old", muted_until: at(99) }),
  );
  assert.deepEqual([merged.head, merged.unread, merged.title, merged.muted_until], [9, 4, "New", at(99)]);
});

test("one's own reading is not taken back by an answer that has not heard of it", () => {
  const merged = mergeConversation(
    conversation({ head: 9, read_seq: 9 }),
    conversation({ head: 9, unread: 9 }),
  );
  assert.deepEqual([merged.read_seq, merged.unread], [9, 0]);
});

test("reading part of it counts the rest, or says that it cannot", () => {
  const unread = conversation({ head: 9, unread: 9 });
  assert.deepEqual(
    markRead(unread, 7, () => 2),
    { conversation: { ...unread, read_seq: 7, unread: 2 }, known: true },
  );
  assert.equal(markRead(unread, 7, () => null).known, false);
  assert.equal(markRead(unread, 12, () => null).conversation.unread, 0);
});

test("what another device read further than this one has heard stays read", () => {
  const ahead = markRead(conversation({ head: 3 }), 5, () => null).conversation;
  assert.equal(applyToConversation(ahead, entry(message(4)), reader()).unread, 0);
});

test("conversations stand in the order of their last activity", () => {
  const one = conversation({ id: "a", last_activity_at: at(1) });
  const two = conversation({ id: "b", last_activity_at: at(2) });
  assert.deepEqual([one, two].sort(byActivity), [two, one]);
});
