/** @import { TabMessage } from "../../../web/state/parts.js" */
import { MemoryStorage } from "../../../web/state/storage.js";

/** What the browser keeps for all tabs. */
export class Browser {
  storage = new MemoryStorage();
  /** @type {((message: TabMessage) => void)[]} */
  tabs = [];
  /** @type {Map<string, {shared: boolean, held: () => void, granted: boolean}[]>} */
  locks = new Map();
  /** @type {Map<string, string>} */
  shelf = new Map();

  /** @param {string} name @param {{shared?: boolean}} options @param {() => void} held */
  hold = (name, { shared = false }, held) => {
    const queue = this.locks.get(name) ?? [];
    const request = { shared, held, granted: false };
    this.locks.set(name, [...queue, request]);
    this.#grant(name);
    return () => {
      this.locks.set(
        name,
        (this.locks.get(name) ?? []).filter((other) => other !== request),
      );
      this.#grant(name);
    };
  };

  /** @param {string} name */
  #grant(name) {
    for (const request of this.locks.get(name) ?? []) {
      const others = (this.locks.get(name) ?? []).filter((other) => other.granted && other !== request);
      if (request.granted || others.some((other) => !other.shared || !request.shared)) continue;
      request.granted = true;
      request.held();
    }
  }
}
