/**
 * What is kept in `localStorage`, shared by the tabs: how the interface looks and sounds, and what is half
 * written.
 *
 * @import { Attachment } from "../files/types.js"
 * @import { Preferences, Shelf, Surroundings } from "./parts.js"
 * @import { Signal } from "./types.js"
 */
import { effect, signal } from "../vendor/signals-core.js";

const PREFERENCES = "parley.preferences";
const DRAFT = "parley.draft.";
/** The server forgets after a day what hangs on no message. */
const FILES_KEPT_MS = 23 * 3600 * 1000;

/** @type {Preferences} */
const DEFAULTS = {
  theme: "system",
  sound: false,
  desktop: false,
  language: "system",
  microphone: "",
  camera: "",
  speaker: "",
  relay: false,
};

/** @type {(shelf: Shelf, onshelf: Surroundings["onshelf"]) => Signal<Preferences>} */
export function keptPreferences(shelf, onshelf) {
  const preferences = signal(readPreferences(shelf));
  onshelf((key) => {
    if (key === PREFERENCES || key === null) preferences.value = readPreferences(shelf);
  });
  effect(() => {
    const text = JSON.stringify(preferences.value);
    if (shelf.getItem(PREFERENCES) !== text) write(shelf, PREFERENCES, text);
  });
  return preferences;
}

export class Drafts {
  #shelf;

  /** @param {Shelf} shelf */
  constructor(shelf) {
    this.#shelf = shelf;
  }

  /** @param {string} conversation */
  of(conversation) {
    const key = DRAFT + conversation;
    return {
      get: () => this.#shelf.getItem(key) ?? "",
      /** @param {string} text */
      set: (text) => (text ? write(this.#shelf, key, text) : this.#shelf.removeItem(key)),
    };
  }

  /**
   * The finished files of a message that is half written.
   * @param {string} conversation @param {number} now
   */
  files(conversation, now) {
    const key = `${DRAFT}${conversation}.files`;
    return {
      get: () => readFiles(this.#shelf.getItem(key), now - FILES_KEPT_MS),
      /** @param {Attachment[]} files */
      set: (files) =>
        files.length > 0 ? write(this.#shelf, key, JSON.stringify({ at: now, files })) : this.#shelf.removeItem(key),
    };
  }

  clear() {
    const keys = Array.from({ length: this.#shelf.length }, (_, index) => this.#shelf.key(index) ?? "");
    for (const key of keys) if (key.startsWith(DRAFT)) this.#shelf.removeItem(key);
  }
}

/** @param {string | null} text @param {number} since @returns {Attachment[]} */
function readFiles(text, since) {
  try {
    const { at = 0, files = [] } = JSON.parse(text ?? "{}");
    return at > since ? files : [];
  } catch {
    return [];
  }
}

/** @param {Shelf} shelf @returns {Preferences} */
function readPreferences(shelf) {
  try {
    return { ...DEFAULTS, ...JSON.parse(shelf.getItem(PREFERENCES) ?? "{}") };
  } catch {
    return DEFAULTS;
  }
}

/** @param {Shelf} shelf @param {string} key @param {string} text */
function write(shelf, key, text) {
  try {
    shelf.setItem(key, text);
  } catch {
    // A full or forbidden shelf: the page goes on with what it has in memory.
  }
}
