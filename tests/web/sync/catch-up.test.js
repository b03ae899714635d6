import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";

import { FakeClock } from "./fake-clock.js";
import { ModelServer } from "./model-server.js";
import { Reader } from "./reader.js";

/** @import { Line } from "./model-server.js" */

/** @type {FakeClock} */
let clock;
/** @type {ModelServer} */
let server;
/** @type {Reader} */
let reader;

beforeEach(() => {
  clock = new FakeClock();
  server = new ModelServer(clock);
  reader = new Reader({ server, clock });
});

/** @param {string[]} conversations */
async function connect(...conversations) {
  for (const conversation of conversations) reader.follow(conversation);
  reader.sync.start();
  await clock.advance(100);
}

const resumes = () => server.received.filter(({ type }) => type === "resume");
const line = () => /** @type {Line} */ ([...server.lines][0]);
const cursor = () => reader.sync.cursor("a");

describe("order", () => {
  test("what overtook waits for what it overtook", async () => {
    await connect("a");
    server.lines.forEach((each) => {
      for (const seq of [3, 2, 1]) each.say({ type: "message", conversation: "a", seq });
    });
    await clock.advance(5);
    assert.deepEqual(reader.logs.get("a")?.map(({ seq }) => seq), [1, 2, 3]);
  });

  test("a gap is resumed after 2 s, not before", async () => {
    await connect("a");
    server.appendSilently("a", 1);
    server.append("a");
    await clock.advance(1_990);
    assert.equal(resumes().length, 0);
    await clock.advance(100);
    assert.deepEqual(resumes()[0].conversations, [{ id: "a", after: 0 }]);
    assert.equal(cursor(), 2);
  });

  test("a loss that nothing follows is found by the heartbeat", async () => {
    await connect("a");
    server.appendSilently("a", 1);
    await clock.advance(25_000);
    assert.equal(cursor(), 1);
  });

  test("entries of unknown types have their place", async () => {
    await connect("a");
    server.append("a", { type: "weather_changed" });
    server.append("a");
    await clock.advance(5);
    assert.equal(cursor(), 2);
    assert.equal(reader.logs.get("a")?.[0].type, "weather_changed");
  });

  test("batches are unpacked, an ack is no entry", async () => {
    await connect("a");
    const entry = { type: "message", conversation: "a", seq: 1 };
    const ack = { type: "ack", conversation: "a", seq: 2 };
    line().say({ type: "batch", frames: [{ type: "batch", frames: [entry] }, ack] });
    await clock.advance(5);
    assert.equal(cursor(), 1);
  });
});

describe("resuming", () => {
  test("begins before the welcome when the epoch is known", async () => {
    await connect("a");
    server.cut();
    server.appendSilently("a", 3);
    reader.sync.online();
    await clock.advance(100);
    assert.equal(server.received.at(-1)?.type, "resume");
    assert.equal(cursor(), 3);
  });

  test("takes the pages that there are, and a hundred conversations in a frame", async () => {
    const names = Array.from({ length: 130 }, (_, number) => `room-${number}`);
    for (const name of names) server.appendSilently(name, 1);
    await connect(...names);
    server.cut();
    for (const name of names) server.appendSilently(name, 9);
    reader.sync.online();
    await clock.advance(500);
    // Nine entries each, in pages of four: three pages of each conversation.
    assert.deepEqual(resumes().map(({ conversations }) => conversations.length), [100, 100, 100, 90]);
    assert.deepEqual(reader.logs, server.logs);
  });

  test("is not needed for a snapshot that is as new as the connection knows", async () => {
    server.appendSilently("a", 5);
    await connect();
    reader.follow("a");
    server.append("a");
    await clock.advance(100);
    assert.equal(resumes().length, 0);
    assert.equal(cursor(), 6);
  });

  test("fills what came between the snapshot and following it", async () => {
    await connect();
    server.append("a");
    await clock.advance(10);
    reader.logs.set("a", []);
    reader.sync.follow("a", 0);
    await clock.advance(100);
    assert.equal(cursor(), 1);
  });

  test("waits as long as a refusal says", async () => {
    await connect("a");
    server.appendSilently("a", 1);
    const answer = server.answer;
    server.answer = (each, { ref }) =>
      each.say({ type: "error", ref, code: "rate_limited", detail: "", retryable: true, retry_after: 5 });
    reader.sync.follow("a", 0);
    reader.sync.woke();
    server.append("a");
    await clock.advance(4_000);
    server.answer = answer;
    assert.equal(cursor(), 0);
    await clock.advance(3_500);
    assert.equal(cursor(), 2);
  });

  test("a conversation that is gone, or too far behind, is no longer followed", async () => {
    await connect("a", "b");
    server.appendSilently("a", 50);
    server.logs.delete("b");
    server.cut();
    reader.sync.online();
    await clock.advance(15);
    assert.deepEqual(reader.toldOf("reset"), [["a"]]);
    assert.deepEqual(reader.toldOf("gone"), [["b"]]);
    assert.equal(reader.sync.cursor("b"), undefined);
    await clock.advance(100);
    assert.equal(cursor(), 50);
  });
});

describe("what is told besides", () => {
  test("conversations that come and go", async () => {
    await connect("a");
    line().say({ type: "conversation_added", conversation: { id: "b", head: 0 } });
    line().say({ type: "conversation_removed", conversation: "a" });
    await clock.advance(5);
    assert.deepEqual(reader.toldOf("added"), [[{ id: "b", head: 0 }]]);
    assert.deepEqual(reader.toldOf("removed"), [["a"]]);
    assert.equal(cursor(), undefined);
  });

  test("the user's version, when it changes", async () => {
    await connect();
    line().say({ type: "pong", cursor: "", heads: {}, user_version: 2 });
    line().say({ type: "pong", cursor: "", heads: {}, user_version: 2 });
    await clock.advance(5);
    assert.deepEqual(reader.toldOf("userVersion"), [[1], [2]]);
  });

  test("what may be lost, known or not", async () => {
    await connect();
    line().say({ type: "typing", conversation: "a", user: "x", typing: true });
    line().say({ type: "call", call: { id: "c" } });
    await clock.advance(5);
    const types = reader.toldOf("ephemeral").map(([frame]) => /** @type {any} */ (frame).type);
    assert.deepEqual(types, ["typing", "call"]);
  });

  test("a listener's fault is reported, and stops nothing", async () => {
    await connect("a", "b");
    reader.logs.set("a", [/** @type {any} */ ({})]);
    server.append("a");
    server.append("b");
    await assert.rejects(clock.advance(5), /the next entry/);
    await clock.advance(5);
    assert.equal(reader.sync.cursor("b"), 1);
  });
});
