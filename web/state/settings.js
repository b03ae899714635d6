/**
 * What is kept in `localStorage`, shared by the tabs: how the interface looks and sounds, and what is half
 * written.
 *
 * @import { Preferences, Shelf, Surroundings } from "./parts.js"
 * @import { Signal } from "./types.js"
 */
import { effect, signal } from "../vendor/signals-core.js";

const PREFERENCES = "parley.preferences";
const DRAFT = "parley.draft.";

/** @type {Preferences} */
const DEFAULTS = { theme: "system", sound: false, desktop: false, language: "system" };

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

  clear() {
    const keys = Array.from({ length: this.#shelf.length }, (_, index) => this.#shelf.key(index) ?? "");
    for (const key of keys) if (key.startsWith(DRAFT)) this.#shelf.removeItem(key);
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
