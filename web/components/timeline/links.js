/**
 * Which parts of a text become links, and what such a link shows. A link is only what the browser's own URL
 * parser takes for http, https or mailto; whatever would show another host than the one it leads to is shown
 * as it was parsed.
 *
 * @import { FoundLink, SafeLink } from "./types.js"
 */

const MAX_LENGTH = 2048;

const SCHEME = /https?:\/\/|mailto:/iy;

// Ends a link: space, quotes, angle brackets, and every character that shows nothing or turns the text around.
const BODY = /[^\s<>"`\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/uy;

const TRAILING = new Set([...".,:;!?'*_~|"]);
const BRACKETS = [")(", "][", "}{"];

/**
 * Cuts what belongs to the sentence and not to the address: "(see https://example.org/a_(b))." ends at
 * "_(b)".
 * @param {string} raw
 */
function trimmed(raw) {
  const occurrences = (/** @type {string} */ character) => raw.split(character).length;
  const surplus = new Map(
    BRACKETS.map(([closing, opening]) => [closing, occurrences(closing) - occurrences(opening)]),
  );
  let end = raw.length;
  while (end > 0) {
    const last = raw[end - 1];
    const left = surplus.get(last) ?? 0;
    if (left > 0) surplus.set(last, left - 1);
    else if (!TRAILING.has(last)) break;
    end -= 1;
  }
  return raw.slice(0, end);
}

/** @param {string} raw @returns {SafeLink | null} */
export function safeLink(raw) {
  if (raw.length > MAX_LENGTH || !URL.canParse(raw)) return null;
  const url = new URL(raw);
  if (url.protocol === "mailto:") {
    return /^[^@\s]+@[^@\s]+$/.test(url.pathname) ? { href: url.href, text: raw } : null;
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") return null;
  // "https://bank.example@evil.example" reads like the first and leads to the second.
  if (url.username || url.password || !url.hostname) return null;
  return { href: url.href, text: writtenHost(raw) === url.host ? raw : url.href };
}

/**
 * The host as the writer put it. It differs from the parsed one where it has letters beyond ASCII (shown as
 * punycode), escapes, odd numbers or invisible characters; then the parsed address is shown.
 * @param {string} raw
 */
function writtenHost(raw) {
  return raw.replace(/^https?:\/\//i, "").replace(/[/?#].*$/s, "").toLowerCase();
}

/**
 * What starts like a link exactly at `index`, if anything does. What turns out to be none is passed over
 * whole: no link hides inside it, and a row of such beginnings is read once.
 * @type {(text: string, index: number) => FoundLink | null}
 */
export function linkAt(text, index) {
  SCHEME.lastIndex = index;
  if (!SCHEME.test(text) || (index > 0 && /[\p{L}\p{N}]/u.test(text[index - 1]))) return null;
  BODY.lastIndex = index;
  const run = BODY.exec(text)?.[0] ?? "";
  const raw = trimmed(run);
  const link = safeLink(raw);
  return { end: index + (link ? raw.length : run.length), link };
}
