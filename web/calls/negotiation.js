/**
 * Agreeing with one other page about what goes over a connection, whoever speaks first: the "perfect
 * negotiation" of https://www.w3.org/TR/webrtc/#perfect-negotiation-example. Where both offer at once, the
 * polite side takes its own offer back.
 *
 * @import { CallSignal } from "./types.js"
 */

/** Candidates found within this time travel together. */
const GATHER_MS = 25;

export class Negotiation {
  #connection;
  #polite;
  #send;
  #clock;
  #offering = false;
  #ignoring = false;
  #answering = false;
  /** The origin of the offer that was answered last. @type {string | null} */
  #answered = null;
  /** Until then candidates wait: they may come while the description before them is still being taken in. */
  #understood = Promise.resolve();
  /** @type {RTCIceCandidateInit[]} */
  #found = [];

  /**
   * @param {{connection: RTCPeerConnection, polite: boolean, clock: import("./types.js").Clock,
   *   send: (said: Pick<CallSignal, "description" | "candidates">) => void}} parts
   */
  constructor({ connection, polite, clock, send }) {
    this.#connection = connection;
    this.#polite = polite;
    this.#clock = clock;
    this.#send = send;
    connection.addEventListener("negotiationneeded", () => void this.#offer());
    connection.addEventListener("icecandidate", ({ candidate }) => candidate && this.#gather(candidate));
  }

  /** Says once more what may have been lost, or looks for another way where all was said. */
  again() {
    const { localDescription, signalingState } = this.#connection;
    if (signalingState === "have-local-offer" && localDescription) {
      this.#send({ description: localDescription });
    } else this.#connection.restartIce();
  }

  /** @param {CallSignal} signal */
  async heard({ description, candidates = [] }) {
    const described = description ? this.#described(description) : this.#understood;
    this.#understood = described.catch(() => undefined);
    await described;
    // Before any description there is nothing to add them to; the one that is sent again has them in it.
    if (!this.#connection.remoteDescription) return;
    for (const candidate of candidates) await this.#reach(candidate);
  }

  async #offer() {
    this.#offering = true;
    try {
      await this.#describe();
    } finally {
      this.#offering = false;
    }
  }

  /** @param {RTCSessionDescriptionInit} description */
  async #described(description) {
    const connection = this.#connection;
    const free = connection.signalingState === "stable" || this.#answering;
    const collision = description.type === "offer" && (this.#offering || !free);
    this.#ignoring = collision && !this.#polite;
    if (this.#ignoring) return;
    // An answer that comes a second time answers nothing; an offer gets the answer it got.
    if (description.type === "answer" && connection.signalingState === "stable") return;
    if (description.type === "offer" && this.#answered === originOf(description)) return this.#repeat();
    this.#answering = description.type === "answer";
    await connection.setRemoteDescription(description).finally(() => (this.#answering = false));
    if (description.type !== "offer") return;
    await this.#describe();
    this.#answered = originOf(description);
  }

  #repeat() {
    const { localDescription } = this.#connection;
    if (localDescription?.type === "answer") this.#send({ description: localDescription });
  }

  async #describe() {
    const connection = this.#connection;
    if (connection.signalingState === "closed") return;
    await connection.setLocalDescription();
    if (connection.localDescription) this.#send({ description: connection.localDescription });
  }

  /** @param {RTCIceCandidate} candidate */
  #gather(candidate) {
    if (this.#found.push(candidate.toJSON()) > 1) return;
    this.#clock.after(GATHER_MS, () => {
      this.#send({ candidates: this.#found });
      this.#found = [];
    });
  }

  /** @param {RTCIceCandidateInit} candidate */
  async #reach(candidate) {
    try {
      await this.#connection.addIceCandidate(candidate);
    } catch (error) {
      // It belonged to an offer that was passed over.
      if (!this.#ignoring) throw error;
    }
  }
}

/** What tells one description from another, RFC 8866, section 5.2. @param {RTCSessionDescriptionInit} description */
function originOf({ sdp = "" }) {
  return /^o=.*$/m.exec(sdp)?.[0] ?? null;
}
