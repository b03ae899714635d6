/**
 * The machine's own clock, in the form that `sync/` asks for.
 * @typedef {object} SystemClock
 * @property {() => number} now milliseconds
 * @property {(ms: number, callback: () => void) => () => void} after
 * @property {() => number} random from 0 up to, and without, 1
 */

/** @type {SystemClock} */
export const systemClock = {
  now: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
  // Ids are made from it: unlike Math.random, it does not repeat on another machine.
  random: () => crypto.getRandomValues(new Uint32Array(1))[0] / 2 ** 32,
};
