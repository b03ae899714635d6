import assert from "node:assert/strict";
import { test } from "node:test";
import { stayAwake } from "../../../web/calls/wake.js";
import { signal } from "../../../web/vendor/signals-core.js";

const DARK = { audio: true, video: false, screen: false };
const FILMED = { ...DARK, video: true };

/** Somebody's screen, which is held or not. @param {{refuses?: boolean}} [options] */
function screen({ refuses = false } = {}) {
  const page = Object.assign(new EventTarget(), { visibilityState: /** @type {"visible" | "hidden"} */ ("visible") });
  const session = { media: { shown: signal(DARK) }, peers: signal(new Map()) };
  const locks = new Set();
  const request = async () => {
    if (refuses) throw new DOMException("the battery is low", "NotAllowedError");
    const lock = /** @type {any} */ ({ release: async () => void locks.delete(lock) });
    locks.add(lock);
    return lock;
  };
  const end = stayAwake(/** @type {any} */ (session), { wakeLock: { request } }, /** @type {any} */ (page));
  const look = (/** @type {"visible" | "hidden"} */ how) => {
    // As a browser does, which takes it back by itself.
    if (how === "hidden") locks.clear();
    page.visibilityState = how;
    page.dispatchEvent(new Event("visibilitychange"));
  };
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return { ...session, look, end, held: () => settled().then(() => locks.size) };
}

/** @param {typeof DARK} shown */
const somebody = (shown) => new Map([["p1", { shown: signal(shown), speaking: signal(false) }]]);

test("the screen stays on while somebody is to be seen", async () => {
  const { held, media, peers } = screen();
  peers.value = somebody(DARK);
  assert.equal(await held(), 0);
  media.shown.value = FILMED;
  peers.value = somebody(FILMED);
  assert.equal(await held(), 1);
  media.shown.value = DARK;
  assert.equal(await held(), 1);
  peers.value = somebody(DARK);
  assert.equal(await held(), 0);
});

test("a shared screen is to be seen too", async () => {
  const { held, peers } = screen();
  peers.value = somebody({ ...DARK, screen: true });
  assert.equal(await held(), 1);
});

test("whoever comes back to the page has it again, and the end lets it go", async () => {
  const { end, held, look, media } = screen();
  media.shown.value = FILMED;
  await held();
  look("hidden");
  await held();
  look("visible");
  assert.equal(await held(), 1);
  end();
  assert.equal(await held(), 0);
  look("visible");
  assert.equal(await held(), 0);
});

test("what is asked for while the call ends is let go at once", async () => {
  const { end, held, media } = screen();
  media.shown.value = FILMED;
  end();
  assert.equal(await held(), 0);
});

test("a browser that refuses, or knows nothing of it, is no obstacle", async () => {
  const { end, held, media } = screen({ refuses: true });
  media.shown.value = FILMED;
  assert.equal(await held(), 0);
  end();
  stayAwake(/** @type {any} */ ({}), {}, /** @type {any} */ ({}))();
});
