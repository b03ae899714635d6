import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";

import { FakeClock } from "./fake-clock.js";
import { ModelServer } from "./model-server.js";
import { Reader } from "./reader.js";

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

async function connect() {
  reader.sync.start();
  await clock.advance(100);
  assert.equal(reader.link, "online");
}

/** The waits that were announced, in milliseconds, while nothing answers for `ms`. @param {number} ms */
async function waitsDuring(ms) {
  /** @type {number[]} */
  const waits = [];
  const seen = reader.links.length;
  for (let passed = 0, count = seen; passed < ms; passed += 10) {
    await clock.advance(10);
    for (; count < reader.links.length; count += 1) {
      const { retryAt } = reader.links[count];
      if (retryAt !== null) waits.push(Math.round((retryAt - clock.now()) / 100) * 100);
    }
  }
  return waits;
}

describe("connecting", () => {
  test("tells each state", async () => {
    await connect();
    reader.sync.stop();
    assert.deepEqual(reader.links.map(({ state }) => state), ["connecting", "online", "offline"]);
  });

  test("waits twice as long after each failure, up to 30 s", async () => {
    server.reachable = false;
    reader.sync.start();
    assert.deepEqual(await waitsDuring(70_000), [500, 1000, 2000, 4000, 8000, 15000, 15000, 15000, 15000]);
  });

  test("waits as long as the goodbye asks", async () => {
    await connect();
    server.cut(4429, { type: "goodbye", code: 4429, reason: "", reconnect_after: 30 });
    assert.equal(/** @type {number} */ (reader.links.at(-1)?.retryAt) - clock.now(), 15_000);
  });

  test("does not wait for a server that says goodbye and leaves the channel open", async () => {
    await connect();
    const [line] = server.lines;
    line.say({ type: "goodbye", code: 1012, reason: "", reconnect_after: 3 });
    await clock.advance(10);
    assert.equal(reader.link, "waiting");
    assert.equal(server.lines.size, 0);
  });

  test("gives up a channel that neither opens nor ends within 15 s", async () => {
    const open = server.open;
    server.open = () => ({ send() {}, close() {} });
    reader.sync.start();
    await clock.advance(14_900);
    assert.equal(reader.link, "connecting");
    server.open = open;
    await clock.advance(2_000);
    assert.equal(reader.link, "online");
  });

  test("tries at once when the network is back", async () => {
    server.reachable = false;
    reader.sync.start();
    await clock.advance(60_000);
    server.reachable = true;
    reader.sync.online();
    await clock.advance(20);
    assert.equal(reader.link, "online");
  });

  test("drops the channel when the network is away, and doubts it after 30 s", async () => {
    await connect();
    reader.sync.offline();
    assert.equal(reader.link, "offline");
    assert.equal(server.lines.size, 0);
    await clock.advance(29_000);
    assert.equal(reader.link, "offline");
    await clock.advance(2_000);
    assert.equal(reader.link, "online");
  });

  for (const code of [4401, 4403]) {
    test(`${code} ends it until the next start`, async () => {
      await connect();
      server.cut(code);
      reader.sync.online();
      await clock.advance(60_000);
      assert.deepEqual(reader.toldOf("signedOut"), [[code]]);
      assert.equal(reader.link, "offline");
      await connect();
    });
  }

  test("believes the goodbye where the transport carries no codes", async () => {
    await connect();
    server.cut(1000, { type: "goodbye", code: 4401, reason: "", reconnect_after: null });
    assert.deepEqual(reader.toldOf("signedOut"), [[4401]]);
  });
});

describe("heartbeat", () => {
  const pings = () => server.received.filter(({ type }) => type === "ping");

  test("pings within each interval, from where the last pong stood", async () => {
    await connect();
    await clock.advance(60_000);
    assert.equal(pings().length, 4);
    assert.equal(pings()[0].cursor, undefined);
    assert.ok(pings()[2].cursor);
  });

  test("gives up a channel that is silent for 10 s", async () => {
    await connect();
    server.weather = { lost: 1, repeated: 0, lateMs: 0 };
    reader.sync.woke();
    await clock.advance(9_900);
    assert.equal(reader.link, "online");
    await clock.advance(200);
    assert.equal(reader.link, "waiting");
  });

  test("asks once more after a freeze, in which no answer could be heard", async () => {
    await connect();
    reader.sync.woke();
    await clock.freeze(3_600_000);
    await clock.advance(100);
    assert.equal(reader.link, "online");
    assert.equal(reader.links.length, 2);
  });
});

describe("make before break", () => {
  test("switches to a second channel before the maximum age", async () => {
    server.maxAge = 7_200;
    await connect();
    await clock.advance(6_480_000 - 200);
    const [first] = server.lines;
    await clock.advance(300);
    assert.equal(server.lines.size, 2);
    await clock.advance(10_000);
    assert.equal(server.lines.size, 1);
    assert.ok(!server.lines.has(first));
    assert.ok(reader.links.every(({ state }) => state !== "waiting"));
  });

  test("hears answers that the old channel still brings", async () => {
    server.maxAge = 120;
    await connect();
    await clock.advance(59_900);
    server.weather = { lost: 0, repeated: 0, lateMs: 400 };
    const asked = reader.sync.command({ type: "read", conversation: "a", seq: 1 });
    await clock.advance(1_000);
    assert.equal((await asked).type, "ack");
  });

  test("tries the second channel again while the first lives", async () => {
    server.maxAge = 120;
    await connect();
    await clock.advance(50_000);
    server.reachable = false;
    await clock.advance(20_000);
    assert.equal(reader.link, "online");
    server.reachable = true;
    await clock.advance(40_000);
    assert.equal(server.lines.size, 1);
    assert.equal(reader.toldOf("welcome").length, 2);
  });

  test("goes on with the second channel when the first ends too early", async () => {
    server.maxAge = 120;
    await connect();
    const [first] = server.lines;
    await clock.advance(59_907);
    first.break(4410);
    await clock.advance(100);
    assert.equal(reader.link, "online");
    assert.equal(server.lines.size, 1);
  });
});
