/**
 * Short notices that go by themselves.
 *
 * @import { Clock } from "./types.js"
 * @import { Signal } from "../vendor/signals-core.js"
 */
import { signal } from "../vendor/signals-core.js";

const SHOWN_MS = 6000;
const MOST = 3;

/** @typedef {"info" | "success" | "error"} ToastKind */
/** With one, the notice stays until it is dismissed. @typedef {{label: string, run: () => void}} ToastAction */
/** @typedef {{id: number, text: string, kind: ToastKind, action: ToastAction | null}} Toast */

export class Toasts {
  /** @param {Clock} clock */
  constructor(clock) {
    this.#clock = clock;
    /** @type {Signal<Toast[]>} */
    this.list = signal([]);
  }

  #clock;
  #last = 0;

  /**
   * @param {string} text
   * @param {ToastKind} [kind]
   * @param {ToastAction | null} [action]
   */
  notify(text, kind = "info", action = null) {
    const id = (this.#last += 1);
    const others = this.list.peek().filter((toast) => toast.text !== text);
    this.list.value = [...others, { id, text, kind, action }].slice(-MOST);
    if (!action) this.#clock.after(SHOWN_MS, () => this.dismiss(id));
    return id;
  }

  /** @param {number} id */
  dismiss(id) {
    this.list.value = this.list.peek().filter((toast) => toast.id !== id);
  }
}
