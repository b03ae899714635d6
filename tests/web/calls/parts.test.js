import assert from "node:assert/strict";
import { test } from "node:test";
import { PART_BYTES, Parts, SAVE_MS } from "../../../web/calls/parts.js";

const TICK = () => new Promise((resolve) => setImmediate(resolve));
const same = async (/** @type {Blob} */ first) => first;
const piece = (/** @type {number} */ size) => new Blob([new Uint8Array(size)]);
const refused = (/** @type {string} */ code) => Object.assign(new Error(code), { code });

/** A storage that keeps what it is sent; while `broken` is set, it fails with it. */
function storage() {
  /** @type {Map<number, number>} */
  const kept = new Map();
  /** @type {{at: number, callback: () => void}[]} */
  let timers = [];
  let now = 0;
  const made = {
    kept,
    /** @type {Error | null} */
    broken: null,
    /** Whether what is sent arrives all the same. */
    deaf: false,
    completed: 0,
    sent: 0,
    async put(/** @type {number} */ number, /** @type {Blob} */ { size }) {
      made.sent += 1;
      if (!made.broken || made.deaf) kept.set(number, size);
      if (made.broken) throw made.broken;
    },
    async arrived() {
      return [...kept].map(([number, size]) => ({ number, size }));
    },
    async complete() {
      if (made.broken) throw made.broken;
      made.completed += 1;
    },
    after(/** @type {number} */ ms, /** @type {() => void} */ callback) {
      const timer = { at: now + ms, callback };
      timers.push(timer);
      return () => void (timers = timers.filter((one) => one !== timer));
    },
    async pass(/** @type {number} */ ms) {
      for (const end = now + ms; now < end; now += 1000) {
        const due = timers.filter(({ at }) => at <= now + 1000);
        timers = timers.filter((one) => !due.includes(one));
        for (const { callback } of due) callback();
        await TICK();
      }
    },
  };
  return made;
}

test("a part is sent when it is full, and the rest at the end", async () => {
  const store = storage();
  const parts = new Parts(store);
  parts.add(piece(PART_BYTES - 1));
  parts.add(piece(2));
  parts.add(piece(3));
  await TICK();
  assert.deepEqual([...store.kept], [[1, PART_BYTES + 1]]);
  await parts.finish(same);
  assert.deepEqual([...store.kept], [[1, PART_BYTES + 1], [2, 3]]);
  assert.equal(store.completed, 1);
});

test("of what grows, something is safe before it is full", async () => {
  const store = storage();
  const parts = new Parts(store);
  parts.add(piece(10));
  await store.pass(SAVE_MS);
  assert.deepEqual([...store.kept], [[1, 10]]);
  parts.add(piece(5));
  await store.pass(SAVE_MS);
  assert.deepEqual([...store.kept], [[1, 15]]);
  await store.pass(SAVE_MS);
  assert.equal(store.sent, 2);
});

test("a cut is waited out", async () => {
  const store = storage();
  const parts = new Parts(store);
  store.broken = new TypeError("network");
  parts.add(piece(PART_BYTES));
  await store.pass(5000);
  assert.equal(store.kept.size, 0);
  const finished = parts.finish(same);
  store.broken = null;
  await store.pass(20_000);
  await finished;
  assert.deepEqual([[...store.kept], store.completed], [[[1, PART_BYTES]], 1]);
});

test("what arrived though its answer did not is not sent again", async () => {
  const store = storage();
  const parts = new Parts(store);
  store.broken = new TypeError("network");
  store.deaf = true;
  parts.add(piece(PART_BYTES));
  await TICK();
  store.broken = null;
  await store.pass(5000);
  assert.equal(store.sent, 1);
});

test("in the end the first part is what it was mended to", async () => {
  const store = storage();
  const parts = new Parts(store);
  parts.add(piece(PART_BYTES));
  parts.add(piece(3));
  await parts.finish(async (first) => new Blob([first, "more"]));
  assert.deepEqual([...store.kept], [[1, PART_BYTES + 4], [2, 3]]);
});

test("what the server has forgotten is left", async () => {
  const store = storage();
  const parts = new Parts(store);
  store.broken = refused("not_found");
  parts.add(piece(PART_BYTES));
  await parts.finish(same);
  assert.equal(store.completed, 0);
});
