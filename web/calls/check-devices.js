/** Looking at camera, microphone and speakers. */
import { DARK_LEVEL, finding, mediaFinding, SILENT_LEVEL } from "./doctor.js";

/** @import { Finding } from "./doctor-types.d.ts" */

const PICTURE_MS = 5000;
/** Until notes can be heard: a browser that is busy takes its time, and one that refuses says nothing. */
const READY_MS = 5000;
/** Long enough to say a word. */
const LISTEN_MS = 6000;
const LEVEL_EVERY_MS = 50;
const TONES_HZ = [523.25, 659.25, 783.99];
const TONE_S = 0.4;

/**
 * Look whether the camera gives a picture that is not black.
 * @param {string} chosen a device's id, empty for the browser's choice
 * @param {(stream: MediaStream) => void} opened who gets the stream ends it
 * @returns {Promise<Finding>}
 */
export async function checkCamera(chosen, opened) {
  try {
    const stream = await media({ video: chosen ? { deviceId: chosen } : true });
    opened(stream);
    const [track] = stream.getVideoTracks();
    const brightest = await within(PICTURE_MS, brightness(stream));
    if (brightest === null) return finding("camera", "bad", "still", { name: track.label });
    if (brightest < DARK_LEVEL) return finding("camera", "poor", "dark", { name: track.label });
    const { width = 0, height = 0 } = track.getSettings();
    return finding("camera", "good", "good", { name: track.label, size: `${width} × ${height}` });
  } catch (error) {
    return mediaFinding("camera", error);
  }
}

/**
 * Listen until something is heard.
 * @param {string} chosen a device's id, empty for the browser's choice
 * @param {(stream: MediaStream) => void} opened who gets the stream ends it
 * @param {(level: number) => void} heard how loud it is, 0 to 1, again and again until the stream ends
 * @returns {Promise<Finding>}
 */
export async function checkMicrophone(chosen, opened, heard) {
  try {
    const stream = await media({ audio: chosen ? { deviceId: chosen } : true });
    opened(stream);
    const [track] = stream.getAudioTracks();
    if (track.muted) return finding("microphone", "bad", "muted", { name: track.label });
    const loud = await within(LISTEN_MS, sound(stream, heard));
    return loud
      ? finding("microphone", "good", "good", { name: track.label })
      : finding("microphone", "bad", "silent", { name: track.label });
  } catch (error) {
    return mediaFinding("microphone", error);
  }
}

/** Play three notes; whether they were heard, only the person knows. @returns {Promise<Finding>} */
export async function playTones() {
  const context = new AudioContext();
  try {
    if (context.state !== "running") await within(READY_MS, context.resume());
    if (context.state !== "running") return finding("speakers", "bad", "blocked");
    await tones(context);
    return finding("speakers", "asked", "asked");
  } finally {
    await context.close();
  }
}

/** @param {MediaStreamConstraints} constraints */
async function media(constraints) {
  // Only pages that came over HTTPS, or from this machine, have any.
  if (!navigator.mediaDevices) throw new DOMException("no secure origin", "SecurityError");
  return navigator.mediaDevices.getUserMedia(constraints);
}

/** The brightest spot of the first picture, 0 to 255. @param {MediaStream} stream */
async function brightness(stream) {
  const video = document.createElement("video");
  video.muted = true;
  video.srcObject = stream;
  await video.play();
  const canvas = new OffscreenCanvas(32, 18);
  const pen = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.drawImage(video, 0, 0, canvas.width, canvas.height);
  const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
  video.srcObject = null;
  return data.reduce((most, value, index) => (index % 4 === 3 ? most : Math.max(most, value)), 0);
}

/**
 * Resolves once something is loud enough; goes on telling the level until the stream ends.
 * @param {MediaStream} stream @param {(level: number) => void} heard
 */
function sound(stream, heard) {
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 2048 });
  context.createMediaStreamSource(stream).connect(analyser);
  const wave = new Float32Array(analyser.fftSize);
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (!stream.active) {
        clearInterval(timer);
        return void context.close();
      }
      analyser.getFloatTimeDomainData(wave);
      const level = wave.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      heard(Math.min(level, 1));
      if (level > SILENT_LEVEL) resolve(true);
    }, LEVEL_EVERY_MS);
  });
}

/** @param {AudioContext} context */
function tones(context) {
  const volume = new GainNode(context, { gain: 0.15 });
  volume.connect(context.destination);
  return new Promise((played) => {
    TONES_HZ.forEach((frequency, place) => {
      const tone = new OscillatorNode(context, { frequency });
      tone.connect(volume);
      tone.start(context.currentTime + place * TONE_S);
      tone.stop(context.currentTime + (place + 1) * TONE_S);
      if (place === TONES_HZ.length - 1) tone.addEventListener("ended", () => played(undefined));
    });
  });
}

/**
 * What a promise gives, or null after a time.
 * @template T
 * @param {number} ms @param {Promise<T>} promise
 * @returns {Promise<T | null>}
 */
export async function within(ms, promise) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
