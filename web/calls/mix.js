/** One stream of a whole call: everybody's sound together, and the picture of whoever speaks. */
import { effect } from "../vendor/signals-core.js";
import { direct, others } from "./direction.js";

/** @import { CallSession } from "./session.js" */
/** @import { Seen, Shot } from "./recording-types.d.ts" */

const WIDTH = 1280;
const HEIGHT = 720;
const FRAMES = 15;
const OWN = "";

export class Mix {
  #session;
  #sound = new AudioContext();
  #everybody = this.#sound.createMediaStreamDestination();
  #canvas = document.createElement("canvas");
  #pen = /** @type {CanvasRenderingContext2D} */ (this.#canvas.getContext("2d", { alpha: false }));
  /** What is drawn from, by whose and which. @type {Map<string, HTMLVideoElement>} */
  #pictures = new Map();
  /** @type {Map<MediaStreamTrack, MediaStreamAudioSourceNode>} */
  #voices = new Map();
  /** @type {Shot | null} */
  #shot = null;
  /** @type {(() => void)[]} */
  #ends;

  /** @param {CallSession} session */
  constructor(session) {
    this.#session = session;
    this.#canvas.width = WIDTH;
    this.#canvas.height = HEIGHT;
    const timer = setInterval(() => this.#draw(), 1000 / FRAMES);
    this.#ends = [() => clearInterval(timer), effect(() => this.#listen())];
    const [picture] = this.#canvas.captureStream(FRAMES).getVideoTracks();
    this.stream = new MediaStream([picture, ...this.#everybody.stream.getAudioTracks()]);
  }

  close() {
    for (const end of this.#ends) end();
    for (const track of this.stream.getTracks()) track.stop();
    for (const video of this.#pictures.values()) video.srcObject = null;
    void this.#sound.close();
  }

  /** Everybody who is here now is heard, and nobody else. */
  #listen() {
    const { media, peers } = this.#session;
    const connected = [...peers.value.values()].filter((peer) => peer.state.value === "connected");
    const own = media.microphone.value;
    const tracks = new Set([...connected.flatMap((peer) => peer.face.getAudioTracks()), ...(own ? [own] : [])]);
    for (const [track, source] of this.#voices) {
      if (tracks.has(track)) continue;
      source.disconnect();
      this.#voices.delete(track);
    }
    for (const track of tracks) {
      if (this.#voices.has(track)) continue;
      const source = this.#sound.createMediaStreamSource(new MediaStream([track]));
      source.connect(this.#everybody);
      this.#voices.set(track, source);
    }
  }

  #draw() {
    this.#shot = direct(this.#people(), this.#shot);
    const video = this.#shot && this.#picture(this.#shot);
    if (video && video.videoWidth > 0) this.#fit(video);
    else this.#clear();
  }

  /** @returns {Seen[]} */
  #people() {
    const { media, peers } = this.#session;
    const { video, screen } = media.shown.peek();
    return [...others(peers.peek()), { id: OWN, speaking: false, video, screen }];
  }

  /** @param {Shot} shot */
  #picture({ id, way }) {
    const key = `${way} ${id}`;
    const video = this.#pictures.get(key) ?? document.createElement("video");
    this.#pictures.set(key, video);
    const track = this.#track(id, way);
    const shown = /** @type {MediaStream | null} */ (video.srcObject)?.getVideoTracks()[0];
    if (track && track !== shown) {
      video.muted = true;
      video.srcObject = new MediaStream([track]);
      // A picture that does not come is a dark one.
      video.play().catch(() => undefined);
    }
    return track ? video : null;
  }

  /** @param {string} id @param {Shot["way"]} way @returns {MediaStreamTrack | null | undefined} */
  #track(id, way) {
    const { media, peers } = this.#session;
    if (id === OWN) return (way === "screen" ? media.screen : media.camera).peek();
    return peers.peek().get(id)?.[way].getVideoTracks()[0];
  }

  /** As large as it can be without losing an edge. @param {HTMLVideoElement} video */
  #fit(video) {
    const scale = Math.min(WIDTH / video.videoWidth, HEIGHT / video.videoHeight);
    const [width, height] = [video.videoWidth * scale, video.videoHeight * scale];
    this.#clear();
    this.#pen.drawImage(video, (WIDTH - width) / 2, (HEIGHT - height) / 2, width, height);
  }

  #clear() {
    this.#pen.fillStyle = "#17171a";
    this.#pen.fillRect(0, 0, WIDTH, HEIGHT);
  }
}
