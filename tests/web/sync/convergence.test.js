import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";

import { FakeClock, randomFrom } from "./fake-clock.js";
import { CALM, ModelServer } from "./model-server.js";
import { Reader } from "./reader.js";

/** @import { ModelServer as Server } from "./model-server.js" */

const PLACES = ["a", "b", "c"];
/** Longer than a heartbeat, a retry at its longest and a refusal together. */
const LONG_MS = 120_000;

const LONG_STORY = /** @type {const} */ ({ maxLength: 60, size: "max" });

const place = fc.constantFrom(...PLACES);
/**
 * @template T
 * @param {number} weight
 * @param {{[Key in keyof T]: fc.Arbitrary<T[Key]>}} shape
 */
const often = (weight, shape) => ({ weight, arbitrary: fc.record(shape) });
const event = fc.oneof(
  often(8, { kind: fc.constant("append"), place }),
  often(3, { kind: fc.constant("pass"), ms: fc.integer({ min: 1, max: 4_000 }) }),
  often(1, { kind: fc.constant("burst"), place, count: fc.integer({ min: 2, max: 40 }) }),
  often(1, { kind: fc.constantFrom("cut", "offline", "online", "woke", "follow") }),
  often(1, { kind: fc.constantFrom("reload", "unreachable", "reachable", "freeze") }),
);
const weather = fc.record({
  lost: fc.constantFrom(0, 0.1, 0.5),
  repeated: fc.constantFrom(0, 0.2),
  lateMs: fc.constantFrom(0, 50, 3_000),
});

/** @typedef {{kind: string, place?: string, ms?: number, count?: number}} Event */

/** @param {Event} event @param {{clock: FakeClock, server: Server, reader: Reader}} world */
async function happen({ kind, place: at = "a", ms = 0, count = 0 }, { clock, server, reader }) {
  /** @type {Record<string, () => unknown>} */
  const events = {
    append: () => server.append(at),
    pass: () => clock.advance(ms),
    burst: () => server.appendSilently(at, count),
    cut: () => server.cut(),
    offline: () => reader.sync.offline(),
    online: () => reader.sync.online(),
    woke: () => reader.sync.woke(),
    follow: () => reader.follow(at),
    reload: () => reader.reload(),
    unreachable: () => (server.reachable = false),
    reachable: () => (server.reachable = true),
    freeze: () => clock.freeze(40_000),
    restore: () => server.restore(2),
  };
  await events[kind]();
}

/** @param {number} seed */
function world(seed) {
  const clock = new FakeClock(randomFrom(seed));
  const server = new ModelServer(clock);
  for (const name of PLACES) server.log(name);
  const reader = new Reader({ server, clock });
  for (const name of PLACES) reader.follow(name);
  reader.sync.start();
  return { clock, server, reader };
}

/** @param {ReturnType<typeof world>} world */
async function clearUp({ clock, server, reader }) {
  server.weather = CALM;
  server.reachable = true;
  reader.sync.online();
  await clock.advance(LONG_MS);
  assert.equal(reader.link, "online");
  assert.deepEqual(reader.logs, server.logs);
}

test("whatever is lost, repeated, late or cut, the reader ends with the log", async () => {
  const story = fc.array(event, LONG_STORY);
  const property = fc.asyncProperty(story, weather, fc.integer(), async (events, sky, seed) => {
    const at = world(seed);
    at.server.weather = sky;
    for (const each of events) await happen(each, at);
    await clearUp(at);
    at.reader.sync.stop();
    await at.clock.advance(LONG_MS);
    assert.equal(at.clock.pending, 0, "a stopped machine leaves no timer");
  });
  await fc.assert(property, { numRuns: 150 });
});

test("a restored database replaces the logs of the old epoch", async () => {
  const events = fc.array(
    fc.oneof({ weight: 9, arbitrary: event }, often(1, { kind: fc.constant("restore") })),
    LONG_STORY,
  );
  const property = fc.asyncProperty(events, fc.integer(), async (happened, seed) => {
    const at = world(seed);
    for (const each of happened) await happen(each, at);
    await clearUp(at);
  });
  await fc.assert(property, { numRuns: 80 });
});
