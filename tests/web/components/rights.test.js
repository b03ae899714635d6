import assert from "node:assert/strict";
import { test } from "node:test";
import * as rights from "../../../web/components/rights.js";

/** @typedef {import("../../../web/state/types.js").Conversation} Conversation */

const kinds = /** @type {const} */ (["direct", "group", "room"]);
const conversation = (/** @type {Partial<Conversation>} */ with_) =>
  /** @type {Conversation} */ ({ kind: "group", role: "member", slug: null, ...with_ });

test("members read, write and leave; admins and owners also invite, rename and delete", () => {
  for (const kind of kinds) {
    const keeper = kind !== "direct";
    for (const role of /** @type {const} */ (["admin", "owner"])) {
      const it = conversation({ kind, role });
      assert.deepEqual([rights.mayInvite(it), rights.mayRename(it), rights.mayDelete(it)], [keeper, keeper, keeper]);
    }
    const it = conversation({ kind });
    assert.deepEqual([rights.mayInvite(it), rights.mayRename(it), rights.mayDelete(it)], [false, false, false]);
    assert.equal(rights.mayLeave(it), keeper);
  }
});

test("the room general is not deleted", () => {
  assert.equal(rights.mayDelete(conversation({ kind: "room", role: "owner", slug: "general" })), false);
});

test("admins remove members, owners everybody", () => {
  assert.equal(rights.mayRemove("admin", "member"), true);
  assert.equal(rights.mayRemove("admin", "admin"), false);
  assert.equal(rights.mayRemove("owner", "owner"), true);
  assert.equal(rights.mayRemove("member", "member"), false);
});

test("only owners give roles, and only others than the one there is", () => {
  assert.deepEqual(rights.rolesToGive("owner", "member"), ["owner", "admin"]);
  assert.deepEqual(rights.rolesToGive("admin", "member"), []);
});
