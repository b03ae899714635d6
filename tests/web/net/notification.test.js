/** A notification that was chosen leads to its conversation, in a page that is there or in a new one. */

import assert from "node:assert/strict";
import { test } from "node:test";

/** @type {Map<string, (event: any) => void>} */
const handlers = new Map();
/** @type {{url: string, postMessage(said: unknown): void, focus(): Promise<void>}[]} */
let pages = [];
/** @type {unknown[]} */
let done = [];

Object.assign(globalThis, {
  self: {
    addEventListener: handlers.set.bind(handlers),
    clients: {
      matchAll: async () => pages,
      openWindow: async (/** @type {string} */ address) => done.push(["opened", address]),
    },
  },
});
await import(new URL("../../../web/service-worker.js", import.meta.url).href);

/** @param {string} path */
function page(path) {
  return {
    url: `https://parley.example${path}`,
    postMessage: (/** @type {unknown} */ said) => void done.push(["told", said]),
    focus: async () => void done.push("focused"),
  };
}

/** @param {string} tag */
async function choose(tag) {
  done = [];
  /** @type {Promise<unknown>[]} */
  const waiting = [];
  const notification = { tag, close: () => done.push("closed") };
  handlers.get("notificationclick")?.({
    notification,
    waitUntil: (/** @type {Promise<unknown>} */ until) => waiting.push(until),
  });
  await Promise.all(waiting);
  return done;
}

test("a page that is there is brought to the front and told the place", async () => {
  pages = [page("/admin/"), page("/#/settings")];
  const told = ["told", { type: "open", hash: "#/c/c1" }];
  assert.deepEqual(await choose("c1"), ["closed", told, "focused"]);
});

test("without one, a new page opens at the place", async () => {
  pages = [page("/admin/")];
  assert.deepEqual(await choose("c1"), ["closed", ["opened", "/#/c/c1"]]);
});
