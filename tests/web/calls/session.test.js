import assert from "node:assert/strict";
import { test } from "node:test";
import { CallSession } from "../../../web/calls/session.js";
import { signal } from "../../../web/vendor/signals-core.js";
import { FakeClock } from "../sync/fake-clock.js";
import { ModelConnection } from "./model-connection.js";

/** @import { Call, Participant } from "../../../web/calls/types.js" */

/** @param {Participant["state"]} state of the other one @returns {Call} */
function call(state) {
  const participants = [
    { id: "1", user: "me", state: "joined", device: true },
    { id: "2", user: "you", state, device: false },
  ];
  return /** @type {any} */ ({ id: "call", state: "active", participants });
}

/** Somebody in a call whose signals all get lost. */
async function alone() {
  const clock = new FakeClock();
  /** @type {ModelConnection[]} */
  const made = [];
  const ended = /** @type {boolean[]} */ ([]);
  const off = signal(null);
  const shown = signal({ audio: true, video: false, screen: false });
  const media = { microphone: off, camera: off, screen: off, shown, crowd() {}, close() {} };
  const session = new CallSession(call("joined"), /** @type {any} */ ({
    clock,
    media,
    me: "me",
    life: "life",
    relay: () => false,
    connect(/** @type {RTCConfiguration} */ configuration) {
      made.push(new ModelConnection(configuration));
      return made[0];
    },
    servers: async () => ({ ice_servers: [], expires_in: 600 }),
    hangup: async () => undefined,
    signal: () => {},
    ended: (/** @type {Call} */ _call, /** @type {boolean} */ vain) => ended.push(vain),
  }));
  await clock.advance(0);
  return { clock, connection: made[0], ended, session };
}

test("whoever hangs up after ways were looked for in vain is told so", async () => {
  const { clock, ended, session } = await alone();
  await clock.advance(10_000);
  await session.hangup();
  assert.deepEqual(ended, [true]);
});

test("a short wait is no sign of anything", async () => {
  const { clock, ended, session } = await alone();
  await clock.advance(5000);
  await session.hangup();
  assert.deepEqual(ended, [false]);
});

test("a way that was found at last is one", async () => {
  const { clock, connection, ended, session } = await alone();
  await clock.advance(10_000);
  connection.become("connected");
  await session.hangup();
  assert.deepEqual(ended, [false]);
});

test("nor is there a way to a page that is gone", async () => {
  const { clock, ended, session } = await alone();
  await clock.advance(10_000);
  session.update(call("reconnecting"));
  await session.hangup();
  assert.deepEqual(ended, [false]);
});
