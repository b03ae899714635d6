import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";

import { SyncError } from "../../../web/sync/index.js";
import { FakeClock, randomFrom } from "./fake-clock.js";
import { ModelServer } from "./model-server.js";
import { Reader } from "./reader.js";
import { SharedStore } from "./shared-store.js";

const FORBIDDEN = { type: "error", code: "forbidden", detail: "You may not.", retryable: false };
const LOSING = { lost: 1, repeated: 0, lateMs: 0 };

/** @type {FakeClock} */
let clock;
/** @type {ModelServer} */
let server;
/** @type {SharedStore} */
let store;
/** @type {Reader} */
let reader;

beforeEach(async () => {
  clock = new FakeClock(randomFrom(1));
  server = new ModelServer(clock);
  store = new SharedStore(clock);
  reader = new Reader({ server, clock, queue: store.tab() });
  reader.follow("a");
  reader.sync.start();
  await clock.advance(100);
});

/** @param {string} body */
const write = (body) => reader.sync.enqueue({ conversation: "a", body });
const states = () => reader.outgoing.map(({ state }) => state);
const chats = () => server.received.filter(({ type }) => type === "chat");
const bodies = () => server.log("a").map(({ body }) => body);

describe("a message", () => {
  test("is sending, then sent, and then no longer in the queue", async () => {
    const clientId = write("hello");
    assert.deepEqual(states(), ["sending"]);
    await clock.advance(10);
    const { state, message_id: id, seq } = /** @type {any} */ (reader.outgoing.at(-1));
    assert.deepEqual({ state, id, seq }, { state: "sent", id: "a-1", seq: 1 });
    assert.match(clientId, /^[0-9a-f]{32}$/);
    assert.equal(store.items.size, 0);
  });

  test("answers another, by the name that it was given", async () => {
    reader.sync.enqueue({ conversation: "a", body: "yes", reply_to: "m1", client_id: "mine" });
    await clock.advance(10);
    const { reply_to: replyTo, client_id: clientId } = chats()[0];
    assert.deepEqual({ replyTo, clientId }, { replyTo: "m1", clientId: "mine" });
  });

  test("follows the last one's ack, but not another conversation's", async () => {
    server.weather = { ...LOSING, lost: 0, lateMs: 100 };
    write("one");
    write("two");
    reader.sync.enqueue({ conversation: "b", body: "elsewhere" });
    await clock.advance(60);
    assert.deepEqual(chats().map(({ message }) => message), ["one", "elsewhere"]);
    await clock.advance(500);
    assert.deepEqual(bodies(), ["one", "two"]);
  });

  test("written offline is sent after a reload", async () => {
    reader.sync.offline();
    write("one");
    write("two");
    await clock.advance(10);
    reader.reload();
    await clock.advance(100);
    assert.deepEqual(bodies(), ["one", "two"]);
  });

  test("whose ack is lost is settled by the log", async () => {
    const answer = server.answer;
    server.answer = (line, frame) => {
      answer.call(server, line, frame);
      if (frame.type === "chat") line.break(1006);
    };
    write("one");
    server.answer = answer;
    await clock.advance(2_000);
    assert.equal(reader.outgoing.at(-1)?.state, "sent");
    assert.deepEqual(bodies(), ["one"]);
  });
});

describe("a refused message", () => {
  beforeEach(async () => {
    server.refusals.push(FORBIDDEN);
    write("refused");
    write("next");
    await clock.advance(20);
  });

  test("fails, is kept, and holds up no other", () => {
    const failed = reader.outgoing.find(({ state }) => state === "failed");
    assert.deepEqual(failed?.error, { code: "forbidden", detail: "You may not." });
    assert.deepEqual([...store.items.values()].map(({ state }) => state), ["failed"]);
    assert.deepEqual(bodies(), ["next"]);
  });

  test("is sent again when one asks for it", async () => {
    reader.sync.retry(/** @type {any} */ ([...store.items.keys()][0]));
    await clock.advance(20);
    assert.deepEqual(bodies(), ["next", "refused"]);
  });

  test("is given up when one asks for it", async () => {
    const clientId = [...store.items.keys()][0];
    reader.sync.discard(clientId);
    await clock.advance(20);
    assert.deepEqual(reader.toldOf("withdrawn"), [[clientId]]);
    assert.equal(store.items.size, 0);
  });

  test("stays refused after a reload", async () => {
    reader.reload();
    await clock.advance(100);
    assert.equal(reader.outgoing.at(-1)?.state, "failed");
    assert.equal(chats().length, 2);
  });
});

describe("two tabs", () => {
  test("the one without the lock has its messages sent by the other, and hears of it", async () => {
    const other = new Reader({ server, clock, queue: store.tab() });
    other.follow("a");
    other.sync.start();
    await clock.advance(100);
    other.sync.enqueue({ conversation: "a", body: "from the other" });
    await clock.advance(50);
    assert.deepEqual(bodies(), ["from the other"]);
    assert.equal(other.outgoing.at(-1)?.state, "sent");
    assert.equal(chats().length, 1);
    assert.equal(store.items.size, 0);
  });
});

describe("a command", () => {
  test("is answered by the frame with its ref", async () => {
    const asked = reader.sync.command({ type: "read", conversation: "a", seq: 1 });
    await clock.advance(10);
    assert.equal((await asked).type, "ack");
  });

  test("fails with the error's code", async () => {
    server.refusals.push(FORBIDDEN);
    const asked = reader.sync.command({ type: "chat", conversation: "a", message: "" });
    const refused = assert.rejects(asked, (error) => {
      assert.ok(error instanceof SyncError);
      return error.code === "forbidden";
    });
    await clock.advance(10);
    await refused;
  });

  test("is offline without a connection, when it is lost, and without an answer for 10 s", async () => {
    const offline = { code: "offline", retryable: true };
    server.weather = LOSING;
    const unanswered = assert.rejects(reader.sync.command({ type: "read" }), offline);
    await clock.advance(10_001);
    await unanswered;
    const lost = assert.rejects(reader.sync.command({ type: "read" }), offline);
    server.cut();
    await lost;
    await assert.rejects(reader.sync.command({ type: "read" }), offline);
  });

  test("watching that is refused for now is asked for again", async () => {
    const answer = server.answer;
    server.answer = (line, { ref }) =>
      line.say({ type: "error", ref, code: "rate_limited", detail: "", retryable: true, retry_after: 3 });
    reader.sync.watch(["x"]);
    await clock.advance(10);
    server.answer = answer;
    await clock.advance(3_100);
    assert.deepEqual(server.received.at(-1)?.users, ["x"]);
  });

  test("watching is asked for on each connection", async () => {
    reader.sync.watch(["x"]);
    server.cut();
    reader.sync.online();
    await clock.advance(100);
    const watches = server.received.filter(({ type }) => type === "watch");
    assert.deepEqual(watches.map(({ users }) => users), [["x"], ["x"]]);
  });
});
