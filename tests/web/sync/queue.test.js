import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";

import { FakeClock, randomFrom } from "./fake-clock.js";
import { CALM, ME, ModelServer } from "./model-server.js";
import { Reader } from "./reader.js";
import { SharedStore } from "./shared-store.js";

const PLACES = ["a", "b"];
const LONG_MS = 200_000;
const RATE_LIMITED = { type: "error", code: "rate_limited", detail: "", retryable: true, retry_after: 7 };
const UNAVAILABLE = { type: "error", code: "unavailable", detail: "", retryable: true };

const place = fc.constantFrom(...PLACES);
const tab = fc.constantFrom(0, 1);
/**
 * @template T
 * @param {number} weight
 * @param {{[Key in keyof T]: fc.Arbitrary<T[Key]>}} shape
 */
const often = (weight, shape) => ({ weight, arbitrary: fc.record(shape) });
const event = fc.oneof(
  often(8, { kind: fc.constant("enqueue"), place, tab }),
  often(4, { kind: fc.constant("pass"), ms: fc.integer({ min: 1, max: 3_000 }) }),
  often(3, { kind: fc.constantFrom("cut", "offline", "online", "reload", "lock"), tab }),
  often(1, { kind: fc.constantFrom("rateLimited", "unavailable", "unreachable", "reachable") }),
);
const weather = fc.record({
  lost: fc.constantFrom(0, 0.1, 0.4),
  repeated: fc.constantFrom(0, 0.2),
  lateMs: fc.constantFrom(0, 50, 2_000),
});

/** @typedef {{kind: string, place?: string, tab?: number, ms?: number}} Event */

/** @param {number} seed */
function world(seed) {
  const clock = new FakeClock(randomFrom(seed));
  const server = new ModelServer(clock);
  const store = new SharedStore(clock);
  const queues = [store.tab(), store.tab()];
  const readers = queues.map((queue) => new Reader({ server, clock, queue }));
  for (const reader of readers) {
    for (const name of PLACES) reader.follow(name);
    reader.sync.start();
  }
  /** What each tab wrote in each place, in order. @type {Map<string, string[]>} */
  const written = new Map();
  return { clock, server, store, queues, readers, written };
}

/** @param {Event} event @param {ReturnType<typeof world>} world */
async function happen({ kind, place: at = "a", tab: number = 0, ms = 0 }, world) {
  const { clock, server, store, queues, readers } = world;
  /** @type {Record<string, () => unknown>} */
  const events = {
    enqueue: () => write(world, at, number),
    pass: () => clock.advance(ms),
    cut: () => server.cut(),
    offline: () => readers[number].sync.offline(),
    online: () => readers[number].sync.online(),
    // What a dying page had not stored yet is lost with it: the write before is waited for.
    reload: () => clock.advance(1).then(() => readers[number].reload()),
    lock: () => store.lock(queues[number]),
    rateLimited: () => server.refusals.push(RATE_LIMITED),
    unavailable: () => server.refusals.push(UNAVAILABLE),
    unreachable: () => (server.reachable = false),
    reachable: () => (server.reachable = true),
  };
  await events[kind]();
}

/** @param {ReturnType<typeof world>} world @param {string} place @param {number} number */
function write({ readers, written }, place, number) {
  const key = `${place}/${number}`;
  const bodies = written.get(key) ?? [];
  const body = `${key}/${bodies.length}`;
  written.set(key, [...bodies, body]);
  readers[number].sync.enqueue({ conversation: place, body });
}

/** @param {ReturnType<typeof world>} world @param {string} key */
function arrived({ server }, key) {
  const log = server.log(key.split("/")[0]);
  const mine = log.filter(({ sender }) => sender.id === ME).map(({ body }) => body);
  return mine.filter((body) => body.startsWith(`${key}/`));
}

test("whatever is cut when, messages are sent once and in order, by two tabs with one queue", async () => {
  const events = fc.array(event, { maxLength: 50, size: "max" });
  const property = fc.asyncProperty(events, weather, fc.integer(), async (happened, sky, seed) => {
    const at = world(seed);
    at.server.weather = sky;
    for (const each of happened) await happen(each, at);
    at.server.weather = CALM;
    at.server.reachable = true;
    for (const reader of at.readers) reader.sync.online();
    await at.clock.advance(LONG_MS);
    for (const [key, bodies] of at.written) assert.deepEqual(arrived(at, key), bodies, key);
    assert.equal(at.store.items.size, 0, "nothing is left in the queue");
    for (const reader of at.readers) assert.deepEqual(reader.logs, at.server.logs);
  });
  await fc.assert(property, { numRuns: 100 });
});
