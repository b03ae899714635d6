/** What a call sounds like before somebody answers, drawn by the browser itself: no file to load. */

/** Each a pair of hertz; lengths in seconds. */
const RING = { notes: [[660, 0], [880, 0.16], [660, 0.48], [880, 0.64]], length: 0.32, every: 3, volume: 0.09 };
const WAITING = { notes: [[425, 0]], length: 1, every: 4, volume: 0.03 };

/** To whom is called. Returns what ends it. */
export const ring = () => repeated(RING);

/** To who calls. Returns what ends it. */
export const wait = () => repeated(WAITING);

/** @param {typeof RING} tune */
function repeated({ notes, length, every, volume }) {
  const context = new AudioContext();
  const round = () => {
    // Where nobody has touched the page yet the browser keeps it silent: what would sound late is left out.
    if (context.state !== "running") return;
    for (const [hertz, from] of notes) sound(context, hertz, context.currentTime + from, length, volume);
  };
  const timer = setInterval(round, every * 1000);
  void context.resume().then(round);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}

/** @type {(context: AudioContext, hertz: number, from: number, length: number, loud: number) => void} */
function sound(context, hertz, from, length, loud) {
  const tone = new OscillatorNode(context, { type: "sine", frequency: hertz });
  const volume = new GainNode(context, { gain: 0 });
  volume.gain.setValueAtTime(0, from);
  volume.gain.linearRampToValueAtTime(loud, from + 0.02);
  volume.gain.setValueAtTime(loud, from + length - 0.06);
  volume.gain.linearRampToValueAtTime(0, from + length);
  tone.connect(volume).connect(context.destination);
  tone.start(from);
  tone.stop(from + length);
}
