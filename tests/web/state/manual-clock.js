/** Time that goes on only when told to, and everything due is done in its order. */
export class ManualClock {
  time = Date.UTC(2026, 0, 1);
  /** @type {{at: number, callback: () => void}[]} */
  #due = [];
  #drawn = 0;

  now = () => this.time;

  random = () => {
    this.#drawn += 1;
    return (this.#drawn * 0.618033988749895) % 1;
  };

  /** @param {number} ms @param {() => void} callback */
  after = (ms, callback) => {
    const entry = { at: this.time + ms, callback };
    this.#due.push(entry);
    return () => {
      this.#due = this.#due.filter((other) => other !== entry);
    };
  };

  /** @param {number} ms */
  async advance(ms) {
    const end = this.time + ms;
    await settled();
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#due = this.#due.filter((other) => other !== next);
      this.time = Math.max(this.time, next.at);
      next.callback();
      await settled();
    }
    this.time = end;
  }

  /** @param {number} end */
  #next(end) {
    const due = this.#due.filter((entry) => entry.at <= end);
    return due.sort((one, other) => one.at - other.at)[0];
  }
}

/** Promises that wait for nothing but each other are kept by then. */
export async function settled() {
  await new Promise((resolve) => setImmediate(resolve));
}
