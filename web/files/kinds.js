/** What is made of a file by its type, and how its size is said. */

/** @import { Attachment, Box, Kind } from "./types.js" */

/** What the server makes small pictures of. SVG is none: it may hold scripts, and is a file like others. */
const PICTURES = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);

/** @type {Record<string, Kind>} What every browser plays, or says that it cannot. */
const PLAYED = {
  "audio/mpeg": "audio",
  "audio/mp4": "audio",
  "audio/aac": "audio",
  "audio/ogg": "audio",
  "audio/wav": "audio",
  "audio/x-wav": "audio",
  "audio/flac": "audio",
  "audio/x-flac": "audio",
  "audio/webm": "audio",
  "video/mp4": "video",
  "video/webm": "video",
  "video/ogg": "video",
  "video/quicktime": "video",
};

/** @param {string} mediaType @returns {Kind} */
export function kindOf(mediaType) {
  const type = mediaType.split(";", 1)[0].trim().toLowerCase();
  if (PICTURES.has(type)) return "image";
  return Object.hasOwn(PLAYED, type) ? PLAYED[type] : "file";
}

/** Whether it is shown as a picture in its place. @param {Attachment} attachment */
export function isPicture({ media_type: type, thumbnail_url: thumbnail }) {
  return thumbnail !== null && kindOf(type) === "image";
}

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"];
const STEP = 1024;

/** As people say it: "3.4 MB". @param {number} bytes @param {string} language */
export function sizeOf(bytes, language) {
  let value = bytes;
  let unit = 0;
  while (value >= STEP && unit < UNITS.length - 1) {
    value /= STEP;
    unit += 1;
  }
  const maximumFractionDigits = unit > 0 && value < 10 ? 1 : 0;
  const unitDisplay = unit === 0 ? "long" : "short";
  const style = { style: "unit", unit: UNITS[unit], unitDisplay, maximumFractionDigits };
  return new Intl.NumberFormat(language, /** @type {Intl.NumberFormatOptions} */ (style)).format(value);
}

/** The end of a name that says what it is, as a mark on a card: "PDF". @param {string} name */
export function endingOf(name) {
  const [, ending = ""] = /\.([A-Za-z0-9]{1,5})$/.exec(name) ?? [];
  return ending.toUpperCase();
}

/**
 * A box of the shape of a picture, no larger than the picture and than `most`.
 * @param {Box} shape @param {Box} most @returns {Box}
 */
export function fitting({ width, height }, most) {
  const share = Math.min(1, most.width / width, most.height / height);
  return { width: Math.max(1, Math.round(width * share)), height: Math.max(1, Math.round(height * share)) };
}
