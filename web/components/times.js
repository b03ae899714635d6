/** Times and days as the interface's language writes them. Moments are texts as in RFC 3339. */
import { locale } from "../words/index.js";

const day = 24 * 60 * 60 * 1000;
const minute = 60 * 1000;
/** So many written minutes are kept. */
const most = 500;

/** @type {Intl.DateTimeFormatOptions} */
const hourAndMinute = { hour: "numeric", minute: "2-digit" };

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

/** Many messages are of the same minute, which is written once. @param {(date: Date) => string} write */
function byMinute(write) {
  /** @type {Map<string, string>} */
  const known = new Map();
  return (/** @type {string} */ moment) => {
    const date = new Date(moment);
    const key = `${locale()} ${Math.floor(date.getTime() / minute)}`;
    const words = known.get(key) ?? write(date);
    if (known.size >= most) known.clear();
    known.set(key, words);
    return words;
  };
}

export const timeOf = byMinute((date) => format(hourAndMinute).format(date));

/** Without "am" or "pm", where there is little room and the full time stands above. */
export const shortTimeOf = byMinute((date) => {
  const parts = format(hourAndMinute).formatToParts(date).filter(({ type }) => type !== "dayPeriod");
  return parts.map(({ value }) => value).join("").trim();
});

/** With the day of the week. */
export const dayAndTimeOf = byMinute((date) => format({ dateStyle: "full", timeStyle: "short" }).format(date));

/** The day and the time. */
export const fullTime = byMinute((date) => format({ dateStyle: "medium", timeStyle: "short" }).format(date));

/**
 * As short as it can be said: today the time, this week the weekday, then the date.
 * @param {string} moment
 * @param {number} [now] milliseconds since 1970
 */
export function briefTime(moment, now = Date.now()) {
  const date = new Date(moment);
  const age = startOfDay(now) - startOfDay(date);
  if (age <= 0) return format(hourAndMinute).format(date);
  if (age < 6.5 * day) return format({ weekday: "short" }).format(date);
  const thisYear = date.getFullYear() === new Date(now).getFullYear();
  if (thisYear) return format({ day: "numeric", month: "short" }).format(date);
  return format({ day: "numeric", month: "numeric", year: "2-digit" }).format(date);
}

/**
 * "Today", "Yesterday", "Monday, 3 March", with the year where it is not this one.
 * @param {string} moment
 * @param {Date} now
 */
export function dayName(moment, now) {
  const date = new Date(moment);
  // Rounded, for a day with a change of the clock is 23 or 25 hours long.
  const days = Math.round((startOfDay(date) - startOfDay(now)) / day);
  if (days === 0 || days === -1) {
    const words = new Intl.RelativeTimeFormat(locale(), { numeric: "auto" }).format(days, "day");
    return words.charAt(0).toLocaleUpperCase(locale()) + words.slice(1);
  }
  const thisYear = date.getFullYear() === now.getFullYear();
  if (thisYear) return format({ weekday: "long", day: "numeric", month: "long" }).format(date);
  return format({ day: "numeric", month: "long", year: "numeric" }).format(date);
}

/** @param {Date | number} moment milliseconds since 1970, if a number */
function startOfDay(moment) {
  return new Date(moment).setHours(0, 0, 0, 0);
}
