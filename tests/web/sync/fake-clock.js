/**
 * A clock that a test moves. Between two timers it lets everything happen that waits for nothing but its
 * turn.
 */
export class FakeClock {
  #now = 1_000_000;
  #order = 0;
  /** @type {Map<number, {due: number, callback: () => void}>} */
  #timers = new Map();
  #random;

  /** @param {() => number} [random] */
  constructor(random = () => 0.5) {
    this.#random = random;
  }

  now = () => this.#now;

  random = () => this.#random();

  /** @param {number} ms @param {() => void} callback */
  after = (ms, callback) => {
    const id = (this.#order += 1);
    this.#timers.set(id, { due: this.#now + Math.max(0, ms), callback });
    return () => void this.#timers.delete(id);
  };

  get pending() {
    return this.#timers.size;
  }

  /** @param {number} ms */
  async advance(ms) {
    const end = this.#now + ms;
    await settled();
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#now = Math.max(this.#now, next.due);
      next.callback();
      await settled();
    }
    this.#now = end;
  }

  /** The time passes while nothing runs, as for a frozen page: all timers are late. @param {number} ms */
  async freeze(ms) {
    this.#now += ms;
    await this.advance(0);
  }

  /** @param {number} end */
  #next(end) {
    let first = null;
    for (const [id, timer] of this.#timers) {
      if (timer.due <= end && (!first || timer.due < first.timer.due)) first = { id, timer };
    }
    if (!first) return null;
    this.#timers.delete(first.id);
    return first.timer;
  }
}

/** Resolves when every promise that could go on has done so. */
export function settled() {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Small and repeatable: the "mulberry32" generator. @param {number} seed */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
