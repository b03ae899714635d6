import { locale } from "../words/index.js";

const day = 24 * 60 * 60 * 1000;

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/**
 * `Intl` formats are dear to make; one is kept for each language and shape.
 * @param {Intl.DateTimeFormatOptions} options
 */
function format(options) {
  const key = `${locale()} ${JSON.stringify(options)}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale(), options);
  formats.set(key, known);
  return known;
}

/**
 * As short as it can be said: today the time, this week the weekday, then the date.
 * @param {string} moment RFC 3339
 * @param {number} [now] milliseconds since 1970
 */
export function briefTime(moment, now = Date.now()) {
  const date = new Date(moment);
  const age = startOfDay(now) - startOfDay(date.getTime());
  if (age <= 0) return format({ hour: "numeric", minute: "2-digit" }).format(date);
  if (age < 6.5 * day) return format({ weekday: "short" }).format(date);
  const thisYear = date.getFullYear() === new Date(now).getFullYear();
  if (thisYear) return format({ day: "numeric", month: "short" }).format(date);
  return format({ day: "numeric", month: "numeric", year: "2-digit" }).format(date);
}

/** @param {string} moment RFC 3339; the day and the time in full */
export function fullTime(moment) {
  return format({ dateStyle: "medium", timeStyle: "short" }).format(new Date(moment));
}

/** @param {number} moment milliseconds since 1970 */
function startOfDay(moment) {
  return new Date(moment).setHours(0, 0, 0, 0);
}
