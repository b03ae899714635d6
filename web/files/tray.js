/**
 * The files of a message that is still being written: they are uploaded at once, while one writes, and the
 * message waits for them.
 *
 * @import { Attachment, Item, Means, Refusal } from "./types.js"
 */
import { computed, signal } from "../vendor/signals-core.js";
import { AT_ONCE, MOST_ATTACHMENTS, MOST_BYTES } from "./limits.js";
import { transfer } from "./transfer.js";

export class Tray {
  #means;
  #keys = 0;
  /** What is under way, by key. @type {Map<number, AbortController>} */
  #running = new Map();
  /** @type {((attachments: Attachment[]) => void) | null} */
  #waiting = null;

  /** @param {Means} means @param {Attachment[]} [kept] finished by an earlier page */
  constructor(means, kept = []) {
    this.#means = means;
    this.items = signal(kept.map((attachment) => this.#finished(attachment)));
    /** What was not taken at the last attempt. */
    this.refusals = signal(/** @type {Refusal[]} */ ([]));
    /** Whether a message is sent as soon as everything is there. */
    this.awaited = signal(false);
    this.ready = computed(() => this.items.value.flatMap(({ attachment }) => attachment ?? []));
    this.busy = computed(() => this.items.value.some(({ state }) => state !== "ready" && state !== "failed"));
  }

  /** @param {File[]} files */
  add(files) {
    this.relent();
    const refused = files.filter(whyNot);
    const taken = files.filter((file) => !whyNot(file));
    const room = Math.max(0, MOST_ATTACHMENTS - this.items.peek().length);
    this.refusals.value = [
      ...refused.map((file) => ({ why: /** @type {"large"} */ (whyNot(file)), name: file.name })),
      ...(taken.length > room ? [{ why: /** @type {const} */ ("many") }] : []),
    ];
    this.items.value = [...this.items.peek(), ...taken.slice(0, room).map((file) => this.#begun(file))];
    this.#next();
  }

  /** @param {number} key */
  remove(key) {
    this.#running.get(key)?.abort();
    this.#running.delete(key);
    const finished = this.items.peek().find((item) => item.key === key)?.attachment;
    // What is not forgotten now is after a day.
    if (finished) this.#means.api.forgetFile(finished.id).catch(() => undefined);
    this.items.value = this.items.peek().filter((item) => item.key !== key);
    this.refusals.value = [];
    this.#next();
  }

  /** @param {number} key */
  retry(key) {
    this.refusals.value = [];
    this.#change(key, { state: "waiting", progress: 0, error: null });
    this.#next();
  }

  /** The line is back: what failed for want of it begins again. */
  resume() {
    for (const { key, state, error } of this.items.peek()) {
      if (state === "failed" && error?.code === "offline") this.retry(key);
    }
  }

  /**
   * Calls back once with all of them, when they are there, and is empty then; at once if they are. Should one
   * fail, it waits no longer.
   * @param {(attachments: Attachment[]) => void} send
   */
  whenReady(send) {
    this.#waiting = send;
    this.awaited.value = true;
    this.refusals.value = [];
    this.#settle();
  }

  /** Who goes on writing does not send yet. */
  relent() {
    this.#waiting = null;
    this.awaited.value = false;
  }

  /** Those of a message that was not sent after all. @param {Attachment[]} attachments */
  putBack(attachments) {
    this.items.value = [...attachments.map((attachment) => this.#finished(attachment)), ...this.items.peek()];
  }

  clear() {
    this.relent();
    for (const running of this.#running.values()) running.abort();
    this.#running.clear();
    this.items.value = [];
    this.refusals.value = [];
  }

  #next() {
    const waiting = this.items.peek().filter(({ state }) => state === "waiting");
    for (const item of waiting.slice(0, AT_ONCE - this.#running.size)) void this.#run(item);
    this.#settle();
  }

  /** @param {Item} item */
  async #run({ key, file, size }) {
    const running = new AbortController();
    this.#running.set(key, running);
    this.#change(key, { state: "sending" });
    const progress = (/** @type {number} */ sent) => {
      const share = Math.min(1, sent / size);
      this.#change(key, { progress: share, state: share < 1 ? "sending" : "checking" });
    };
    try {
      const posting = { signal: running.signal, progress };
      const attachment = await transfer(/** @type {File} */ (file), this.#means, posting);
      this.#change(key, { state: "ready", progress: 1, attachment });
    } catch (error) {
      this.#change(key, { state: "failed", error: /** @type {any} */ (error) });
    }
    // One that was removed meanwhile is none of ours any more.
    if (this.#running.get(key) !== running) return;
    this.#running.delete(key);
    this.#next();
  }

  #settle() {
    const send = this.#waiting;
    if (!send) return;
    const items = this.items.peek();
    if (items.some(({ state }) => state === "failed")) return this.#giveUp();
    if (items.some(({ state }) => state !== "ready")) return;
    this.relent();
    const attachments = this.ready.peek();
    this.items.value = [];
    send(attachments);
  }

  #giveUp() {
    this.relent();
    this.refusals.value = [{ why: "failed" }];
  }

  /** @param {number} key @param {Partial<Item>} change */
  #change(key, change) {
    this.items.value = this.items.peek().map((item) => (item.key === key ? { ...item, ...change } : item));
  }

  /** @param {File} file @returns {Item} */
  #begun(file) {
    const { name, size, type } = file;
    const way = { state: /** @type {const} */ ("waiting"), progress: 0, attachment: null, error: null };
    return { key: this.#key(), name, size, media_type: type, file, ...way };
  }

  /** @param {Attachment} attachment @returns {Item} */
  #finished(attachment) {
    const { name, size, media_type } = attachment;
    const way = { state: /** @type {const} */ ("ready"), progress: 1, attachment, error: null };
    return { key: this.#key(), name, size, media_type, file: null, ...way };
  }

  #key() {
    this.#keys += 1;
    return this.#keys;
  }
}

/** @param {File} file */
function whyNot({ size }) {
  if (size === 0) return "empty";
  return size > MOST_BYTES ? "large" : null;
}
