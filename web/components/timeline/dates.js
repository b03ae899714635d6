/** Times and days as the interface's language writes them. */

/** @typedef {{time: Intl.DateTimeFormat, day: Intl.DateTimeFormat, dayOfYear: Intl.DateTimeFormat,
 *             full: Intl.DateTimeFormat, relative: Intl.RelativeTimeFormat}} Formats */

const DAY_MS = 24 * 60 * 60 * 1000;

/** @type {Map<string, Formats>} */
const made = new Map();

/**
 * @param {string} language
 * @returns {Formats}
 */
function formats(language) {
  const known = made.get(language);
  if (known) return known;
  const make = (/** @type {Intl.DateTimeFormatOptions} */ options) => new Intl.DateTimeFormat(language, options);
  const fresh = {
    time: make({ hour: "numeric", minute: "2-digit" }),
    day: make({ weekday: "long", day: "numeric", month: "long" }),
    dayOfYear: make({ day: "numeric", month: "long", year: "numeric" }),
    full: make({ dateStyle: "full", timeStyle: "short" }),
    relative: new Intl.RelativeTimeFormat(language, { numeric: "auto" }),
  };
  made.set(language, fresh);
  return fresh;
}

/**
 * @param {string} at
 * @param {string} language
 */
export function timeOf(at, language) {
  return formats(language).time.format(new Date(at));
}

/**
 * Without "am" or "pm", where there is little room and the full time stands above.
 * @param {string} at
 * @param {string} language
 */
export function briefTimeOf(at, language) {
  const parts = formats(language).time.formatToParts(new Date(at)).filter(({ type }) => type !== "dayPeriod");
  return parts.map(({ value }) => value).join("").trim();
}

/**
 * @param {string} at
 * @param {string} language
 */
export function fullTimeOf(at, language) {
  return formats(language).full.format(new Date(at));
}

/**
 * "Today", "Yesterday", "Monday, 3 March", and with the year where it is not this one.
 * @param {string} at
 * @param {string} language
 * @param {Date} now
 */
export function dayName(at, language, now) {
  const date = new Date(at);
  const { relative, day, dayOfYear } = formats(language);
  const days = daysBetween(now, date);
  if (days === 0 || days === -1) return capitalised(relative.format(days, "day"), language);
  return (date.getFullYear() === now.getFullYear() ? day : dayOfYear).format(date);
}

/**
 * Whole calendar days; rounded, for a day with a change of the clock is 23 or 25 hours long.
 * @param {Date} now
 * @param {Date} date
 */
function daysBetween(now, date) {
  const midnight = (/** @type {Date} */ of) => new Date(of.getFullYear(), of.getMonth(), of.getDate()).getTime();
  return Math.round((midnight(date) - midnight(now)) / DAY_MS);
}

/**
 * @param {string} text
 * @param {string} language
 */
function capitalised(text, language) {
  return text.charAt(0).toLocaleUpperCase(language) + text.slice(1);
}
