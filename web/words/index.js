import { signal } from "../vendor/signals-core.js";
import de from "./de.js";
import en from "./en.js";

/** @typedef {string | Partial<Record<Intl.LDMLPluralRule, string>>} Phrase */
/** @typedef {Record<string, Phrase>} Words */
/** @typedef {{name: string, direction: "ltr" | "rtl", words: Words}} Language */

/**
 * What the interface speaks, by BCP 47 code; the name is in the language itself.
 * @type {Record<string, Language>}
 */
export const languages = {
  en: { name: "English", direction: "ltr", words: en },
  de: { name: "Deutsch", direction: "ltr", words: de },
};

const chosen = signal("en");

/** The language of the interface as a signal, for whoever must draw anew when it changes. */
export const languageSignal = chosen;

/** @returns {string} a code for `Intl` and `lang` */
export function language() {
  return chosen.value;
}

/**
 * The language as the browser's own region writes it ("en-GB" for "en"): for times and numbers.
 * @returns {string}
 */
export function locale() {
  const code = chosen.value;
  const wished = globalThis.navigator?.languages ?? [];
  return wished.find((tag) => tag === code || tag.startsWith(`${code}-`)) ?? code;
}

/** @returns {"ltr" | "rtl"} */
export function direction() {
  return languages[chosen.value].direction;
}

/** Add the words of a part that is loaded only where it is used. @param {Record<string, Words>} more by language */
export function learn(more) {
  for (const [code, words] of Object.entries(more)) Object.assign(languages[code].words, words);
}

/**
 * The first of the wished languages that there are words for; "de-AT" finds "de".
 * @param {readonly string[]} wished
 */
export function bestLanguage(wished) {
  const codes = wished.map((tag) => tag.toLowerCase().split("-")[0]);
  return codes.find((code) => Object.hasOwn(languages, code)) ?? "en";
}

/**
 * Speak another language; anything there are no words for ("system") follows the browser.
 * @param {string} wish
 */
export function setLanguage(wish) {
  chosen.value = Object.hasOwn(languages, wish) ? wish : bestLanguage(globalThis.navigator?.languages ?? []);
}

/**
 * The words for a key, as text. `{name}` is replaced by the value of that name; where the phrase has
 * plural forms, `count` chooses. Numbers are written as the language writes them.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function t(key, values = {}) {
  const code = chosen.value;
  // An unknown key shows itself: visible in development, harmless in use.
  if (!knows(key)) return key;
  const phrase = languages[code].words[key] ?? languages.en.words[key];
  return fill(typeof phrase === "string" ? phrase : inflected(phrase, code, values.count), code, values);
}

/** @param {string} key whether there are words for it, e.g. for an error code of a newer server */
export function knows(key) {
  return Object.hasOwn(en, key);
}

/** @type {(forms: Exclude<Phrase, string>, code: string, count: string | number | undefined) => string} */
function inflected(forms, code, count) {
  const form = pluralRules(code).select(Number(count ?? 0));
  return forms[form] ?? forms.other ?? "";
}

/** @type {(phrase: string, code: string, values: Record<string, string | number>) => string} */
function fill(phrase, code, values) {
  return phrase.replace(/\{(\w+)\}/g, (whole, name) => {
    if (!Object.hasOwn(values, name)) return whole;
    const value = values[name];
    return typeof value === "number" ? numberFormat(code).format(value) : value;
  });
}

const pluralRules = remembered((code) => new Intl.PluralRules(code));
const numberFormat = remembered((code) => new Intl.NumberFormat(code));

/**
 * `Intl` objects are dear to make and cheap to keep.
 * @template T
 * @param {(code: string) => T} make
 * @returns {(code: string) => T}
 */
function remembered(make) {
  /** @type {Map<string, T>} */
  const made = new Map();
  return (code) => {
    const known = made.get(code) ?? make(code);
    made.set(code, known);
    return known;
  };
}
