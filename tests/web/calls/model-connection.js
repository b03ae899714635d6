/**
 * As much of an `RTCPeerConnection` as agreeing needs: the states of
 * https://www.w3.org/TR/webrtc/#rtcsignalingstate-enum, taking back an offer included. It connects when both ends have agreed.
 */
let made = 0;

class Stream {
  /** @type {object[]} */
  tracks = [];
  /** @param {object} track */
  addTrack(track) {
    this.tracks.push(track);
  }
}
globalThis.MediaStream ??= /** @type {any} */ (Stream);

export class ModelConnection extends EventTarget {
  /** @type {RTCSignalingState} */
  signalingState = "stable";
  connectionState = "new";
  /** @type {{type: RTCSdpType, sdp: string} | null} */
  localDescription = null;
  /** @type {RTCSessionDescriptionInit | null} */
  remoteDescription = null;
  /** @type {RTCIceCandidateInit[]} */
  candidates = [];
  /** @type {{direction: string, sender: object, receiver: object}[]} */
  transceivers = [];
  offers = 0;
  rollbacks = 0;
  closed = false;
  /** @type {RTCConfiguration} */
  configuration;
  #needed = false;

  /** @param {RTCConfiguration} configuration */
  constructor(configuration) {
    super();
    this.configuration = configuration;
  }

  addTransceiver() {
    this.transceivers.push(transceiver());
    this.#need();
  }

  restartIce() {
    this.#need();
  }

  getTransceivers() {
    return this.transceivers;
  }

  getReceivers() {
    return [];
  }

  createDataChannel() {
    return Object.assign(new EventTarget(), { readyState: "connecting", send: () => {} });
  }

  /** @param {RTCConfiguration} configuration */
  setConfiguration(configuration) {
    if (this.closed) throw new Error("It is closed.");
    this.configuration = configuration;
  }

  async getStats() {
    return new Map();
  }

  async setLocalDescription() {
    await Promise.resolve();
    const type = this.signalingState === "have-remote-offer" ? "answer" : "offer";
    if (type === "offer") this.offers += 1;
    this.localDescription = { type, sdp: `o=${type} ${(made += 1)}` };
    this.#enter(type === "offer" ? "have-local-offer" : "stable");
  }

  /** @param {RTCSessionDescriptionInit} description */
  async setRemoteDescription(description) {
    await Promise.resolve();
    const { type } = description;
    if (type === "answer" && this.signalingState !== "have-local-offer") throw new Error("There is no offer.");
    if (type === "offer" && this.signalingState === "have-local-offer") this.rollbacks += 1;
    this.remoteDescription = description;
    while (this.transceivers.length < 3) this.transceivers.push(transceiver());
    this.#enter(type === "offer" ? "have-remote-offer" : "stable");
  }

  /** @param {RTCIceCandidateInit} candidate */
  async addIceCandidate(candidate) {
    this.candidates.push(candidate);
  }

  close() {
    this.closed = true;
    this.signalingState = "closed";
  }

  /** @param {string} state */
  become(state) {
    this.connectionState = state;
    this.dispatchEvent(new Event("connectionstatechange"));
  }

  /** @param {RTCSignalingState} state */
  #enter(state) {
    this.signalingState = state;
    if (state !== "stable") return;
    this.become("connected");
    if (this.#needed) this.#need();
  }

  #need() {
    this.#needed = true;
    queueMicrotask(() => {
      if (!this.#needed || this.signalingState !== "stable") return;
      this.#needed = false;
      this.dispatchEvent(new Event("negotiationneeded"));
    });
  }
}

function transceiver() {
  const sender = { track: null, replaceTrack: async () => {}, getParameters: () => ({ encodings: [] }) };
  return { direction: "recvonly", sender, receiver: { track: {} } };
}
