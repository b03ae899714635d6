/**
 * One's own microphone, camera and screen: which device, on or off, and what the browser says where it
 * cannot be had.
 *
 * @import { DeviceKind, Lists, Problem, Shown, Signal, TrackSignal, WishSignal } from "./types.js"
 */
import { computed, signal } from "../vendor/signals-core.js";

const SOUND = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
/**
 * By the number of others: each is sent a picture of its own, which costs as much again in making and sending,
 * and is shown the smaller.
 */
const PICTURES = [[1280, 720, 30], [1280, 720, 30], [640, 360, 24], [320, 180, 20]];

/** @type {Record<string, Problem>} By the names of the errors of `getUserMedia`. */
const PROBLEMS = {
  NotAllowedError: "refused",
  SecurityError: "refused",
  NotFoundError: "missing",
  OverconstrainedError: "missing",
  NotReadableError: "busy",
  AbortError: "busy",
};

export class Media {
  #devices;
  #wishes;
  #closed = false;
  #others = 0;
  /** What was asked for last: the browser may answer in another order. */
  #asked = { microphone: {}, camera: {} };

  /** @param {WishSignal} wishes the devices one prefers, by their ids @param {MediaDevices} [devices] */
  constructor(wishes, devices = navigator.mediaDevices) {
    this.#devices = devices;
    this.#wishes = wishes;
    /** @type {TrackSignal} */
    this.microphone = signal(null);
    /** @type {TrackSignal} */
    this.camera = signal(null);
    /** @type {TrackSignal} */
    this.screen = signal(null);
    this.muted = signal(false);
    /** Why there is no sound or no picture of oneself. @type {Signal<Record<"microphone" | "camera", Problem>>} */
    this.problems = signal({ microphone: null, camera: null });
    /** @type {Signal<Lists>} */
    this.lists = signal({ microphone: [], camera: [], speaker: [] });
    this.shown = computed(() => this.#shown());
    devices.addEventListener("devicechange", this.#list);
  }

  /** @param {boolean} video */
  async open(video) {
    await Promise.all([this.#open("microphone"), video && this.#open("camera")]);
    await this.#list();
  }

  /** @param {boolean} muted */
  mute(muted) {
    this.muted.value = muted;
    const track = this.microphone.peek();
    if (track) track.enabled = !muted;
    else if (!muted) void this.#open("microphone");
  }

  /** The light beside the camera goes out with it. @param {boolean} on */
  async film(on) {
    if (on) await this.#open("camera");
    else this.#shut("camera");
    await this.#list();
  }

  /** @param {number} others who are sent a picture */
  crowd(others) {
    if (others === this.#others) return;
    this.#others = others;
    // A camera that has no smaller picture goes on as it was.
    this.camera.peek()?.applyConstraints(this.#picture()).catch(() => undefined);
  }

  /** Asks which screen or window; chosen none, nothing happens. @param {boolean} on */
  async share(on) {
    if (!on) return this.#put("screen", null);
    const stream = await this.#devices.getDisplayMedia({ video: { frameRate: { max: 15 } } });
    const [track] = stream.getVideoTracks();
    if (!track) return undefined;
    track.contentHint = "detail";
    return this.#put("screen", track);
  }

  /** The wish has changed: what is open is opened anew. @param {DeviceKind} kind */
  async chosen(kind) {
    if (kind === "microphone" || (kind === "camera" && this.camera.peek())) await this.#open(kind);
  }

  close() {
    this.#closed = true;
    this.#devices.removeEventListener("devicechange", this.#list);
    for (const kind of /** @type {const} */ (["microphone", "camera", "screen"])) this.#put(kind, null);
  }

  /** @param {"microphone" | "camera"} kind */
  #shut(kind) {
    this.#asked[kind] = {};
    this.#put(kind, null);
  }

  /** @param {"microphone" | "camera"} kind */
  async #open(kind) {
    const asked = (this.#asked[kind] = {});
    const { track, problem } = await this.#ask(kind);
    if (asked !== this.#asked[kind]) return track?.stop();
    this.#put(kind, track);
    this.#complain(kind, problem);
    return undefined;
  }

  /** @param {"microphone" | "camera"} kind @returns {Promise<{track: MediaStreamTrack | null, problem: Problem}>} */
  async #ask(kind) {
    const wish = this.#wishes.peek()[kind];
    const device = wish ? { deviceId: wish } : {};
    const sound = kind === "microphone";
    try {
      const stream = await this.#devices.getUserMedia(
        sound ? { audio: { ...SOUND, ...device } } : { video: { ...this.#picture(), ...device } },
      );
      return { track: stream.getTracks()[0] ?? null, problem: null };
    } catch (error) {
      return { track: null, problem: PROBLEMS[/** @type {Error} */ (error).name] ?? "busy" };
    }
  }

  /** @returns {MediaTrackConstraints} */
  #picture() {
    const [width, height, rate] = PICTURES[Math.min(this.#others, PICTURES.length - 1)];
    return { width: { ideal: width }, height: { ideal: height }, frameRate: { max: rate } };
  }

  /** @param {"microphone" | "camera"} kind @param {Problem} problem */
  #complain(kind, problem) {
    this.problems.value = { ...this.problems.peek(), [kind]: problem };
  }

  /** @param {"microphone" | "camera" | "screen"} kind @param {MediaStreamTrack | null} track */
  #put(kind, track) {
    const place = this[kind];
    place.peek()?.stop();
    if (track && this.#closed) return track.stop();
    if (kind === "microphone" && track) track.enabled = !this.muted.peek();
    // Unplugged, or stopped in the browser's own bar.
    track?.addEventListener("ended", () => place.peek() === track && this.#put(kind, null));
    place.value = track;
    return undefined;
  }

  #list = async () => {
    const found = await this.#devices.enumerateDevices();
    const of = (/** @type {string} */ kind) => found.filter((one) => one.kind === kind && one.deviceId);
    const [microphone, camera, speaker] = ["audioinput", "videoinput", "audiooutput"].map(of);
    this.lists.value = /** @type {Lists} */ ({ microphone, camera, speaker });
  };

  /** @returns {Shown} */
  #shown() {
    const audio = this.microphone.value !== null && !this.muted.value;
    return { audio, video: this.camera.value !== null, screen: this.screen.value !== null };
  }
}
