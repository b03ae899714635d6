import assert from "node:assert/strict";
import { test } from "node:test";
import { Browser } from "./fake-browser.js";
import { Server } from "./fake-server.js";
import { at, message } from "./shapes.js";
import { openTab, signedInTab } from "./world.js";

/** @import { Call, CallRecord, Participant } from "../../../web/state/types.js" */

/**
 * Of Bob, who calls Alice.
 * @param {Participant["state"]} state of Alice's
 * @param {Partial<Call & {device: boolean}>} [details]
 */
function call(state, { device = false, ...details } = {}) {
  const participants = [
    { id: "p-bob", user: "id-bob", state: /** @type {const} */ ("joined"), device: false },
    { id: "p-alice", user: "id-alice", state, device },
  ];
  const fixed = { id: "call-1", conversation: "c1", media: ["audio"], started_by: "id-bob", participants };
  const rest = { version: 1, state: "ringing", ring_until: at(45), end_reason: null, recording: null, ...details };
  return /** @type {Call} */ (/** @type {unknown} */ ({ ...fixed, ...rest }));
}

function ringing() {
  const server = new Server();
  server.add();
  server.live = [call("ringing")];
  return server;
}

/** @param {Server} server @param {Call} next */
function changes(server, next) {
  server.live = next.state === "ended" ? [] : [next];
  server.tell({ type: "call", call: next });
}

test("what rings when one arrives rings, until somebody answers", async () => {
  const { app, server } = await signedInTab({ server: ringing() });
  assert.deepEqual(app.calls.ringing.value.map(({ id }) => id), ["call-1"]);
  changes(server, call("joined", { state: "active" }));
  assert.equal(app.calls.ringing.value.length, 0);
  assert.equal(app.calls.of("c1").value?.state, "active");
  assert.deepEqual(app.toasts.value.map(({ text }) => text), ["Answered on another device."]);
});

test("what was overtaken on its way changes nothing", async () => {
  const { app, server } = await signedInTab({ server: ringing() });
  changes(server, call("joined", { version: 3, state: "active" }));
  server.tell({ type: "call", call: call("ringing", { version: 2 }) });
  assert.equal(app.calls.of("c1").value?.state, "active");
  assert.equal(app.calls.ringing.value.length, 0);
});

test("a call that has ended lives no more, and its line stands in the log", async () => {
  const { app, clock, server } = await signedInTab({ server: ringing() });
  changes(server, call("missed", { state: "ended", end_reason: "missed" }));
  assert.equal(app.calls.of("c1").value, undefined);
  const entry = { type: "call_ended", conversation: "c1", seq: 1, at: at(9), actor: "id-bob" };
  server.push(/** @type {any} */ ({ ...entry, call: "call-1", end_reason: "missed", duration_s: 0 }));
  await clock.advance(200);
  const [line] = app.calls.past("c1").value;
  assert.deepEqual([line.id, line.started_by, line.end_reason], ["call-1", "id-bob", "missed"]);
});

test("what was recorded before the end is there after it, whatever comes first", async () => {
  const { app, clock, server } = await signedInTab({ server: ringing() });
  const over = call("joined", { version: 4, state: "ended", end_reason: "completed" });
  const recordings = [{ id: "r1", state: "ready" }];
  server.live = [/** @type {any} */ ({ ...over, ended_at: at(9), duration_s: 5, recordings })];
  server.tell({ type: "call", call: over });
  const entry = { type: "call_ended", conversation: "c1", seq: 1, at: at(9), actor: "id-bob" };
  await clock.advance(200);
  server.push(/** @type {any} */ ({ ...entry, call: "call-1", end_reason: "completed", duration_s: 5 }));
  await clock.advance(200);
  assert.deepEqual(app.calls.past("c1").value.map((one) => one.recordings.length), [1]);
});

test("an answer that knows nothing of a recording yet may come last", async () => {
  const { app, clock, server } = await signedInTab({ server: ringing() });
  const over = { ...call("left", { version: 4, state: "ended", end_reason: "completed" }), ended_at: at(9), duration_s: 5 };
  /** Says that it is over, and answers with so many recordings, at once or later. */
  const tells = (/** @type {number} */ version, /** @type {object[]} */ recordings, /** @type {number} */ ms) => {
    const record = /** @type {any} */ ({ ...over, version, recordings });
    server.live = [record];
    server.delay = () => new Promise((resolve) => void clock.after(ms, () => resolve(undefined)));
    server.tell({ type: "call", call: record });
  };
  tells(4, [], 500);
  await clock.advance(10);
  tells(5, [{ id: "r1", state: "ready" }], 10);
  await clock.advance(1000);
  assert.deepEqual(app.calls.past("c1").value.map((one) => one.recordings.length), [1]);
});

test("what was said of a call before its end may come after it", async () => {
  const { app, server } = await signedInTab({ server: ringing() });
  changes(server, call("left", { version: 3, state: "ended", end_reason: "completed" }));
  server.tell({ type: "call", call: call("joined", { version: 2, state: "active" }) });
  assert.equal(app.calls.of("c1").value, undefined);
});

test("a call that ends while one asks for it is not begun", async () => {
  const { app, clock, server } = await signedInTab({ server: ringing() });
  server.live = [call("joined", { version: 2, device: true, state: "active" })];
  server.delay = async () => {
    server.delay = null;
    changes(server, call("left", { version: 3, state: "ended", end_reason: "completed" }));
  };
  const answered = app.actions.acceptCall("call-1");
  await clock.advance(10);
  assert.equal((await answered).state, "ended");
  assert.equal(app.calls.of("c1").value, undefined);
});

test("a call that begins while one asks which there are goes on", async () => {
  const server = new Server();
  server.add();
  const { app, clock } = await signedInTab({ server });
  server.delay = async (path) => {
    if (path === "/api/calls" && server.live.length === 0) changes(server, call("ringing"));
  };
  server.tell({ type: "pong", cursor: "1", heads: {}, user_version: 2 });
  await clock.advance(1000);
  assert.deepEqual(app.calls.ringing.value.map(({ id }) => id), ["call-1"]);
});

test("the calls of an open conversation are loaded, and each is there once", async () => {
  const server = ringing();
  server.past = [record("b", at(5)), record("a", at(3)), /** @type {any} */ (call("ringing"))];
  const { app, clock } = await signedInTab({ server, hash: "#/c/c1" });
  await app.calls.load("c1");
  await clock.advance(100);
  assert.deepEqual(app.calls.past("c1").value.map(({ id }) => id), ["a", "b"]);
});

/** @param {string} id @param {string} when @returns {CallRecord} */
function record(id, when) {
  const over = call("left", { state: "ended", end_reason: "completed" });
  return { ...over, id, ended_at: when, duration_s: 60, recordings: [] };
}

/** So many calls, a minute apart, newest first: the oldest ended at second 0. @param {number} count */
function records(count) {
  return Array.from({ length: count }, (_, index) => record(`call-${index}`, at(60 * (count - 1 - index))));
}

test("calls are known as far back as messages are loaded, and the others on demand", async () => {
  const server = new Server();
  server.add({}, [message(1, { created_at: at(60 * 120 + 1) })]);
  server.past = records(350);
  const { app, clock } = await signedInTab({ server, hash: "#/c/c1" });
  await clock.advance(100);
  const oldest = () => [app.calls.past("c1").value.length, app.calls.past("c1").value[0].at];
  assert.deepEqual(oldest(), [300, at(60 * 50)]);
  await app.calls.earlier("c1");
  assert.deepEqual(oldest(), [350, at(0)]);
  assert.equal(app.calls.edge("c1").value?.cursor, null);
  const asked = server.calls.length;
  await app.calls.earlier("c1");
  assert.equal(server.calls.length, asked);
  await app.calls.load("c1");
  assert.equal(app.calls.edge("c1").value?.cursor, null);
});

test("what one missed between the newest calls and those that are known is asked for", async () => {
  const server = new Server();
  server.add({}, [message(1, { created_at: at(60 * 400) })]);
  server.past = records(20).map((one) => ({ ...one, id: `old-${one.id}` }));
  const { app } = await signedInTab({ server, hash: "#/c/c1" });
  await app.calls.load("c1");
  server.past = [...records(350).slice(0, 330), ...server.past];
  await app.calls.load("c1");
  while (app.calls.edge("c1").value?.cursor) await app.calls.earlier("c1");
  assert.equal(app.calls.past("c1").value.length, 350);
});

test("what fails to come of them is asked for again when the line is back", async () => {
  const server = new Server();
  server.add({}, [message(1, { created_at: at(1) })]);
  server.past = records(150);
  server.delay = async (path) => {
    if (path.endsWith("/calls") && app.calls.edge("c1").value) throw Object.assign(new Error(path), { code: "unavailable" });
  };
  const { app, clock } = openTab({ server, hash: "#/c/c1" });
  await app.start();
  await clock.advance(100);
  assert.equal(app.calls.past("c1").value.length, 100);
  server.delay = null;
  server.cut();
  await clock.advance(5000);
  assert.equal(app.calls.past("c1").value.length, 150);
});

test("who leaves is asked first while a call runs here, or what was recorded is not sent", async () => {
  const { app, tab } = await signedInTab({ server: ringing() });
  assert.equal(tab.guarded, false);
  await app.calls.take("call-1");
  assert.equal(tab.guarded, true);
  app.calls.unsent.value += 1;
  app.calls.leave();
  assert.equal(tab.guarded, true);
  app.calls.unsent.value -= 1;
  assert.equal(tab.guarded, false);
});

test("what one missed while the line was away is made good with the next one", async () => {
  const { app, clock, server } = await signedInTab({ server: ringing() });
  server.cut();
  server.live = [];
  await clock.advance(5000);
  assert.equal(app.calls.ringing.value.length, 0);
});

test("a changed version of oneself has the calls asked for", async () => {
  const { app, clock, server } = await signedInTab({ server: ringing() });
  server.live = [];
  server.tell({ type: "pong", cursor: "1", heads: {}, user_version: 2 });
  await clock.advance(1000);
  assert.equal(app.calls.ringing.value.length, 0);
});

test("a call runs in one tab, and another learns when it runs in none", async () => {
  const [server, browser] = [ringing(), new Browser()];
  const { app, clock } = await signedInTab({ server, browser });
  const other = openTab({ server, browser, clock });
  await other.app.start();
  await clock.advance(100);
  assert.equal(await app.calls.take("call-1"), true);
  assert.equal(await other.app.calls.take("call-1"), false);
  changes(server, call("joined", { device: true, state: "active" }));
  await clock.advance(10);
  assert.equal(other.app.calls.broken.value, null);
  app.calls.leave();
  changes(server, call("reconnecting", { device: true, state: "active" }));
  await clock.advance(10);
  assert.equal(other.app.calls.broken.value, "call-1");
});

test("signals reach what runs the call here, and nothing else", async () => {
  const { app, server } = await signedInTab({ server: ringing() });
  /** @type {string[]} */
  const heard = [];
  const said = (/** @type {string} */ id) =>
    server.tell({ type: "call_signal", call: id, from: "p-bob", signal: { life: "x" } });
  said("call-1");
  await app.calls.take("call-1");
  const nothing = () => {};
  app.calls.listener = { call: nothing, welcomed: nothing, ended: nothing, signal: (from) => heard.push(from) };
  said("another");
  said("call-1");
  assert.deepEqual(heard, ["p-bob"]);
});

test("who answers has the call as it is then", async () => {
  const { app, clock, server } = await signedInTab({ server: ringing() });
  server.live = [call("joined", { device: true, state: "active" })];
  const answered = app.actions.acceptCall("call-1");
  await clock.advance(10);
  assert.equal((await answered).state, "active");
  assert.equal(app.calls.ringing.value.length, 0);
  assert.deepEqual(app.toasts.value, []);
});

test("a desktop notification rings where nobody looks", async () => {
  const server = new Server();
  server.add();
  const { app, clock, tab } = await signedInTab({ server });
  app.preferences.value = { ...app.preferences.value, desktop: true };
  tab.attend(false);
  changes(server, call("ringing"));
  await clock.advance(10);
  assert.equal(tab.shown.length, 1);
  changes(server, call("ringing"));
  await clock.advance(10);
  assert.equal(tab.shown.length, 1);
});
