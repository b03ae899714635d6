/** What a page does about a recording that it did not begin. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { record } from "../../../web/calls/recorder.js";
import { signal } from "../../../web/vendor/signals-core.js";

/** @import { CallSession } from "../../../web/calls/session.js" */
/** @import { Call } from "../../../web/calls/types.js" */

/** @param {"asked" | "recording" | null} state of the recording, which this page's own participant makes */
function call(state) {
  const recording = state && { state, by: "p-alice", consents: ["p-alice"] };
  const participants = [{ id: "p-alice", user: "id-alice", state: "joined", device: true }];
  return /** @type {Call} */ (/** @type {unknown} */ ({ id: "call-1", state: "active", recording, participants }));
}

test("a page that was loaded anew ends what the one before recorded, once, however often it hears of the call", async () => {
  const session = { call: signal(call("recording")) };
  let completed = 0;
  const complete = async () => void (completed += 1);
  const storage = { complete, put: async () => {}, arrived: async () => [], after: () => () => {} };
  const stop = record(/** @type {CallSession} */ (/** @type {unknown} */ (session)), { storage, keep: () => {} });
  session.call.value = call("recording");
  assert.equal(completed, 1);
  session.call.value = call(null);
  session.call.value = call("recording");
  assert.equal(completed, 2);
  stop();
});
