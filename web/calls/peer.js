/**
 * The connection with one other participant's page: three ways for media (a voice, a face, a screen) and a
 * channel that says which of them are in use. Turning one on or off replaces a track and needs no agreement.
 *
 * @import { CallSignal, Measured, Relays, Shown, Signal, Surroundings } from "./types.js"
 */
import { effect, signal } from "../vendor/signals-core.js";
import { Negotiation } from "./negotiation.js";
import { measure, sampleOf } from "./quality.js";

/** Neither side waits longer than this for a sign of the other before it speaks up again. */
const PATIENCE_MS = 4000;
/** A wire that hiccups recovers within this by itself. */
const HICCUP_MS = 1500;
const LISTEN_MS = 250;
const SPEECH_HELD_MS = 700;
/** A quiet voice, as `audioLevel` counts from 0 to 1. */
const SPEECH = 0.01;
const MEASURE_EVERY = 8;
/** @type {("microphone" | "camera" | "screen")[]} */
const WAYS = ["microphone", "camera", "screen"];

export class Peer {
  #around;
  #send;
  #connection;
  #negotiation;
  /** @type {RTCDataChannel | null} */
  #channel = null;
  /** What ends with the connection. @type {(() => void)[]} */
  #ends = [];
  /** @type {(() => void) | null} */
  #patience = null;
  #hush = () => {};
  #limited = Promise.resolve();
  #spokeAt = -Infinity;
  #listened = 0;
  /** @type {import("./types.js").Sample | null} */
  #sample = null;
  /** The page at the other end; null until it spoke. @type {string | null} */
  life = null;
  /** Ways that were looked for in vain since there was one. */
  tries = 0;

  /**
   * @param {{around: Surroundings, relays: Relays, offers: boolean, kbps: () => number,
   *   send: (said: Partial<CallSignal>) => void}} parts
   *   `offers`: this side begins, and does not give way; `kbps`: for the camera's picture
   */
  constructor({ around, relays, offers, kbps, send }) {
    this.#around = around;
    this.#send = send;
    this.offers = offers;
    this.kbps = kbps;
    /** @type {Signal<"connecting" | "connected" | "lost">} */
    this.state = signal("connecting");
    /** @type {Signal<Shown>} */
    this.shown = signal({ audio: true, video: false, screen: false });
    this.speaking = signal(false);
    /** @type {Signal<Measured | null>} */
    this.measured = signal(null);
    this.face = new MediaStream();
    this.screen = new MediaStream();
    this.#connection = around.connect(configuration(relays));
    const parts = { connection: this.#connection, polite: !offers, clock: around.clock, send };
    this.#negotiation = new Negotiation(parts);
    this.#watch();
    if (offers) this.#begin();
    else this.#send({ hello: true });
    this.#wait();
    this.#listen();
  }

  /** Of this connection, for the figures. */
  stats() {
    return this.#connection.getStats();
  }

  /** @param {CallSignal} said */
  async heard(said) {
    // Whoever asks for an offer has not got it, or no longer.
    if (said.hello && this.offers && this.state.peek() !== "connected") this.#negotiation.again();
    await this.#negotiation.heard(said);
    if (!this.offers && this.#ends.length === 0 && this.#connection.remoteDescription) this.#adopt();
  }

  /** Looks for another way. @param {Relays} relays */
  restart(relays) {
    // It may have ended while the relays were asked for.
    if (this.#connection.signalingState === "closed") return;
    this.#connection.setConfiguration(configuration(relays));
    this.#again();
  }

  /** What the camera's picture may cost changes with the number of people. */
  limit() {
    if (this.state.peek() !== "connected") return;
    // One after the other: a sender takes back only what it gave out last. What an agreement overtakes is said
    // again after it.
    this.#limited = this.#limited.then(() => this.#limit()).catch(() => undefined);
  }

  async #limit() {
    const sender = this.#connection.getTransceivers()[WAYS.indexOf("camera")]?.sender;
    const parameters = sender?.getParameters();
    if (!sender || !parameters?.encodings?.length) return;
    parameters.encodings[0].maxBitrate = this.kbps() * 1000;
    await sender.setParameters(parameters);
  }

  close() {
    this.#patience?.();
    this.#hush();
    for (const end of this.#ends) end();
    this.#ends = [];
    this.#connection.close();
  }

  #begin() {
    this.#use(this.#connection.createDataChannel("shown"));
    for (const kind of ["audio", "video", "video"]) {
      this.#connection.addTransceiver(kind, { direction: "sendrecv" });
    }
    this.#adopt();
  }

  /** The transceivers are there: what comes is shown, what one has is sent, from now on. */
  #adopt() {
    const ways = this.#connection.getTransceivers().slice(0, WAYS.length);
    for (const [index, way] of ways.entries()) {
      way.direction = "sendrecv";
      (WAYS[index] === "screen" ? this.screen : this.face).addTrack(way.receiver.track);
      const own = this.#around.own[/** @type {"camera"} */ (WAYS[index])];
      this.#ends.push(effect(() => void this.#put(way.sender, own.value)));
    }
    this.#ends.push(effect(() => this.#tell(this.#around.own.shown.value)));
  }

  /** @param {RTCRtpSender} sender @param {MediaStreamTrack | null} track */
  async #put(sender, track) {
    if (this.#connection.signalingState === "closed" || sender.track === track) return;
    await sender.replaceTrack(track);
    if (track) this.limit();
  }

  /** @param {Shown} shown */
  #tell(shown) {
    if (this.#channel?.readyState === "open") this.#channel.send(JSON.stringify(shown));
  }

  /** @param {RTCDataChannel} channel */
  #use(channel) {
    this.#channel = channel;
    channel.addEventListener("open", () => this.#tell(this.#around.own.shown.peek()));
    channel.addEventListener("message", ({ data }) => (this.shown.value = shownOf(data)));
  }

  #watch() {
    const connection = this.#connection;
    connection.addEventListener("datachannel", ({ channel }) => this.#use(channel));
    connection.addEventListener("connectionstatechange", () => {
      const now = connection.connectionState;
      if (now === "connected") {
        this.state.value = "connected";
        this.tries = 0;
        this.limit();
      }
      if (now !== "disconnected" && now !== "failed") return;
      this.state.value = "lost";
      this.#wait(now === "failed" ? 0 : HICCUP_MS);
    });
  }

  /** @param {number} ms */
  #wait(ms = PATIENCE_MS) {
    this.#patience?.();
    this.#patience = this.#around.clock.after(ms, () => {
      if (this.state.peek() === "connected") return;
      this.tries += 1;
      void this.#around.relays().then((relays) => this.restart(relays));
    });
  }

  #again() {
    if (!this.offers && !this.#connection.remoteDescription) this.#send({ hello: true });
    else this.#negotiation.again();
    if (this.state.peek() !== "connected") this.#wait();
  }

  /** Who speaks, and every so often how well it comes through. */
  #listen() {
    this.#hush = this.#around.clock.after(LISTEN_MS, () => {
      if (this.#connection.signalingState === "closed") return;
      const [voice] = this.#connection.getReceivers();
      const level = Math.max(0, ...(voice?.getSynchronizationSources() ?? []).map((one) => one.audioLevel ?? 0));
      const now = this.#around.clock.now();
      if (level > SPEECH) this.#spokeAt = now;
      this.speaking.value = now - this.#spokeAt < SPEECH_HELD_MS;
      if ((this.#listened += 1) % MEASURE_EVERY === 0) void this.#measure();
      this.#listen();
    });
  }

  async #measure() {
    const report = await this.#connection.getStats();
    const sample = sampleOf(report.values(), this.#around.clock.now());
    if (this.#sample) this.measured.value = measure(this.#sample, sample);
    this.#sample = sample;
  }
}

/** @param {Relays} relays @returns {RTCConfiguration} */
function configuration({ servers, policy }) {
  return { iceServers: servers, iceTransportPolicy: policy, bundlePolicy: "max-bundle" };
}

/** What the other page says of itself; anything else counts as off. @param {string} text @returns {Shown} */
function shownOf(text) {
  const { audio, video, screen } = parsed(text);
  return { audio: audio === true, video: video === true, screen: screen === true };
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
