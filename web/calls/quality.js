/**
 * How well a connection does, out of the counters of `getStats` (https://www.w3.org/TR/webrtc-stats/).
 *
 * @import { Measured, Sample } from "./types.js"
 */

/** From here on one hears it: shares of lost packets, and seconds there and back. */
const FAIR = { loss: 0.03, trip: 0.3 };
const POOR = { loss: 0.1, trip: 0.6 };

/** @param {Iterable<any>} stats the values of an `RTCStatsReport` @param {number} at milliseconds */
export function sampleOf(stats, at) {
  /** @type {Sample} */
  const sample = { at, received: 0, lost: 0, trip: null, bytes: 0, relayed: false };
  /** @type {Map<string, any>} */
  const byId = new Map();
  for (const entry of stats) byId.set(entry.id, entry);
  for (const entry of byId.values()) {
    if (entry.type === "inbound-rtp") {
      sample.received += entry.packetsReceived ?? 0;
      sample.lost += entry.packetsLost ?? 0;
      sample.bytes += entry.bytesReceived ?? 0;
    }
    const pair = entry.type === "transport" && byId.get(entry.selectedCandidatePairId);
    if (!pair) continue;
    sample.trip = pair.currentRoundTripTime ?? null;
    sample.relayed = byId.get(pair.localCandidateId)?.candidateType === "relay";
  }
  return sample;
}

/** @param {Sample} before @param {Sample} after @returns {Measured} */
export function measure(before, after) {
  const received = after.received - before.received;
  const lost = Math.max(0, after.lost - before.lost);
  const loss = received + lost > 0 ? lost / (received + lost) : 0;
  const seconds = (after.at - before.at) / 1000;
  const kbps = seconds > 0 ? Math.round(((after.bytes - before.bytes) * 8) / 1000 / seconds) : 0;
  return { quality: judged(loss, after.trip ?? 0), relayed: after.relayed, kbps };
}

/** @param {number} loss @param {number} trip */
function judged(loss, trip) {
  if (loss >= POOR.loss || trip >= POOR.trip) return "poor";
  return loss >= FAIR.loss || trip >= FAIR.trip ? "fair" : "good";
}
