/** Trying the ways to others: what address the internet sees, and relays by each transport. */
import { within } from "./check-devices.js";

/** @import { Pair, Path } from "./doctor-types.d.ts" */

/** A relay that is reached answers in much less; an address that answers nothing keeps the browser asking longer. */
const PATIENCE_MS = 10_000;
const PING = "ping";

/** Ask STUN servers for the own address. @param {RTCIceServer[]} servers @returns {Promise<Path>} */
export async function tryStun(servers) {
  const path = emptyPath(servers);
  if (!path.offered) return path;
  const peer = new RTCPeerConnection({ iceServers: servers });
  try {
    const searched = watch(peer, path, "srflx");
    peer.createDataChannel("check");
    await peer.setLocalDescription();
    await within(PATIENCE_MS, searched);
    return path;
  } finally {
    peer.close();
  }
}

/**
 * Send something through relays alone, and have it sent back.
 * @param {RTCIceServer[]} servers
 * @returns {Promise<Path>}
 */
export async function tryRelay(servers) {
  const path = emptyPath(servers);
  if (!path.offered) return path;
  const pair = relayed(servers);
  try {
    const searched = watch(pair.near, path, "relay");
    const answered = echo(pair).then(() => {
      path.passed = true;
    });
    await pair.joined;
    // Where no relay is found, nothing will be answered.
    await within(PATIENCE_MS, Promise.race([answered, searched.then(() => (path.found ? answered : null))]));
    return path;
  } finally {
    part(pair);
  }
}

/** Two ends in this page that see each other through relays only. @param {RTCIceServer[]} iceServers @returns {Pair} */
export function relayed(iceServers) {
  const near = new RTCPeerConnection({ iceServers, iceTransportPolicy: "relay" });
  const far = new RTCPeerConnection({ iceServers, iceTransportPolicy: "relay" });
  const channel = near.createDataChannel("check");
  const joined = join(near, far);
  hand(near, far, joined);
  hand(far, near, joined);
  /** @type {Promise<RTCDataChannel>} */
  const arrives = new Promise((resolve) => {
    far.addEventListener("datachannel", (event) => resolve(event.channel), { once: true });
  });
  return { near, far, channel, arrives, joined };
}

/** @param {Pair} pair */
export function part({ near, far }) {
  near.close();
  far.close();
}

/** @type {(near: RTCPeerConnection, far: RTCPeerConnection) => Promise<void>} */
async function join(near, far) {
  await near.setLocalDescription();
  await far.setRemoteDescription(/** @type {RTCSessionDescription} */ (near.localDescription));
  await far.setLocalDescription();
  await near.setRemoteDescription(/** @type {RTCSessionDescription} */ (far.localDescription));
}

/**
 * Give each candidate of one end to the other, once it can take it.
 * @type {(from: RTCPeerConnection, to: RTCPeerConnection, joined: Promise<void>) => void}
 */
function hand(from, to, joined) {
  from.addEventListener("icecandidate", async ({ candidate }) => {
    await joined;
    if (candidate && to.signalingState !== "closed") await to.addIceCandidate(candidate);
  });
}

/** Resolves once what is sent has come back. @param {Pair} pair @returns {Promise<void>} */
function echo({ channel, arrives }) {
  void arrives.then((other) => other.addEventListener("message", ({ data }) => other.send(data)));
  return new Promise((resolve) => {
    channel.addEventListener("open", () => channel.send(PING));
    channel.addEventListener("message", () => resolve());
  });
}

/** @param {RTCIceServer[]} servers @returns {Path} */
function emptyPath(servers) {
  return { offered: servers.length > 0, found: false, complete: false, passed: false, errors: [] };
}

/**
 * Note what the search for candidates finds. Resolves with the first of the wanted kind, or at the end.
 * @type {(peer: RTCPeerConnection, path: Path, wanted: RTCIceCandidateType) => Promise<void>}
 */
function watch(peer, path, wanted) {
  peer.addEventListener("icecandidateerror", ({ errorCode }) => path.errors.push(errorCode));
  return new Promise((resolve) => {
    peer.addEventListener("icecandidate", ({ candidate }) => {
      path.found ||= candidate?.type === wanted;
      path.complete ||= candidate === null;
      if (path.found || path.complete) resolve();
    });
  });
}
