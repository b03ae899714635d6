/** How much gets out of here in a second. */
import { within } from "./check-devices.js";
import { part, relayed } from "./check-paths.js";

/** @import { Upstream } from "./doctor-types.d.ts" */

const CONNECT_MS = 10_000;
const MEASURE_MS = 3000;
const PORTION_BYTES = 16 * 1024;
/** What waits in the browser: enough that it never runs dry. */
const AHEAD_BYTES = 256 * 1024;
const MOST_BYTES = 4 * 1024 * 1024;
/** Fits into what the server takes at once. */
const PIECE_BYTES = 200_000;

/**
 * Send through a relay, and count at the other end: what a call that needs the relay would have.
 * @param {RTCIceServer[]} servers
 * @returns {Promise<Upstream | null>} null: no connection came about
 */
export async function throughRelay(servers) {
  const pair = relayed(servers);
  try {
    await pair.joined;
    const other = await within(CONNECT_MS, pair.arrives);
    if (!other) return null;
    return { way: "relay", bits: await rate(pair.channel, other) };
  } finally {
    part(pair);
  }
}

/** Bits a second. @param {RTCDataChannel} channel @param {RTCDataChannel} other */
async function rate(channel, other) {
  await opened(channel);
  const [began, end] = [performance.now(), performance.now() + MEASURE_MS];
  let [arrived, last] = [0, began];
  other.addEventListener("message", ({ data }) => {
    arrived += data.byteLength ?? data.size;
    last = performance.now();
  });
  await pour(channel, () => performance.now() < end && arrived < MOST_BYTES);
  return (arrived * 8000) / Math.max(last - began, 1);
}

/** @param {RTCDataChannel} channel @param {() => boolean} goOn */
async function pour(channel, goOn) {
  const portion = new Uint8Array(PORTION_BYTES);
  channel.bufferedAmountLowThreshold = AHEAD_BYTES / 2;
  while (goOn() && channel.readyState === "open") {
    while (channel.bufferedAmount < AHEAD_BYTES) channel.send(portion);
    await within(MEASURE_MS, event(channel, "bufferedamountlow"));
  }
}

/**
 * Send to the server, a bounded piece at a time.
 * @param {(filling: string) => Promise<unknown>} probe
 * @returns {Promise<Upstream>}
 */
export async function toServer(probe) {
  const began = performance.now();
  const piece = "0".repeat(PIECE_BYTES);
  let sent = 0;
  while (performance.now() - began < MEASURE_MS && sent < MOST_BYTES) {
    await probe(piece);
    sent += PIECE_BYTES;
  }
  return { way: "server", bits: (sent * 8000) / Math.max(performance.now() - began, 1) };
}

/** @param {RTCDataChannel} channel */
async function opened(channel) {
  if (channel.readyState !== "open") await event(channel, "open");
}

/** @param {EventTarget} target @param {string} name */
function event(target, name) {
  return new Promise((resolve) => target.addEventListener(name, resolve, { once: true }));
}
