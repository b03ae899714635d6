import assert from "node:assert/strict";
import { test } from "node:test";
import { measure, sampleOf } from "../../../web/calls/quality.js";

const TRANSPORT = { id: "t", type: "transport", selectedCandidatePairId: "p" };

/** @param {{received?: number, lost?: number, bytes?: number, trip?: number, at?: number, kind?: string}} [given] */
function sample({ received = 0, lost = 0, bytes = 0, trip = 0.02, at = 0, kind = "host" } = {}) {
  const inbound = { id: "i", type: "inbound-rtp", packetsReceived: received, packetsLost: lost, bytesReceived: bytes };
  const pair = { id: "p", type: "candidate-pair", currentRoundTripTime: trip, localCandidateId: "l" };
  return sampleOf([inbound, TRANSPORT, pair, { id: "l", type: "local-candidate", candidateType: kind }], at);
}

test("quality follows loss and delay since the sample before", () => {
  const before = sample({ received: 1000, lost: 500 });
  const cases = /** @type {const} */ ([
    [{ received: 1100, lost: 500 }, "good"],
    [{ received: 1095, lost: 505 }, "fair"],
    [{ received: 1080, lost: 520 }, "poor"],
    [{ received: 1100, lost: 500, trip: 0.4 }, "fair"],
    [{ received: 1100, lost: 500, trip: 0.8 }, "poor"],
    [{ received: 1000, lost: 500 }, "good"],
  ]);
  for (const [after, quality] of cases) assert.equal(measure(before, sample({ at: 2000, ...after })).quality, quality);
});

test("late packets count as found, not as more lost", () => {
  assert.equal(measure(sample({ lost: 50 }), sample({ received: 10, lost: 20, at: 1000 })).quality, "good");
});

test("bits a second and the relay are told", () => {
  const measured = measure(sample({ bytes: 1000 }), sample({ bytes: 251_000, at: 2000, kind: "relay" }));
  assert.deepEqual([measured.kbps, measured.relayed], [1000, true]);
});

test("a connection without any statistics yet is no poor one", () => {
  assert.equal(measure(sampleOf([], 0), sampleOf([], 0)).quality, "good");
});
