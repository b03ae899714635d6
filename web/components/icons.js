import { html } from "./html.js";

/** @import { IconName } from "./types.js" */

const ring = "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14z";

/** Strokes on a 20 by 20 grid, drawn with round ends in the colour of the text around. */
export const strokes = {
  arrowLeft: ["M12 4.5 6.5 10l5.5 5.5"],
  bell: ["M5 13.5V9a5 5 0 0 1 10 0v4.5l1.25 1.5H3.75z", "M8.25 17.25h3.5"],
  bellOff: ["M5 13.5V9c0-.9.2-1.7.6-2.4M8 4.4A5 5 0 0 1 15 9v3M3.75 15H15", "M8.25 17.25h3.5", "M3 3l14 14"],
  block: [ring, "M5.2 5.2l9.6 9.6"],
  check: ["M4.5 10.5l3.5 3.5 7.5-8"],
  chevronDown: ["M5.5 8l4.5 4.5L14.5 8"],
  clock: [ring, "M10 6.25V10l2.5 2"],
  close: ["M5 5l10 10M15 5L5 15"],
  compose: [
    "M16 10.5V15a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 15V5.5A1.5 1.5 0 0 1 5 4h4.5",
    "M8 12l.5-2.5L15 3l2 2-6.5 6.5z",
  ],
  copy: ["M7 7h9v9.5H7z", "M4 13V3.5h9"],
  details: ["M3.5 4h13v12h-13z", "M12.25 4v12"],
  door: ["M11.5 3.5h4v13h-4", "M3.5 10h8.5M9 6.75 12.25 10 9 13.25"],
  edit: ["M4 16l.75-3.25L13 4.5l2.5 2.5-8.25 8.25z", "M11.25 6.25l2.5 2.5"],
  emoji: [ring, "M7 11.75c.7 1.2 1.8 1.75 3 1.75s2.3-.55 3-1.75", "M7.6 8v.4M12.4 8v.4"],
  gear: [
    "M10 7.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
    "M10 2.75v2M10 15.25v2M2.75 10h2M15.25 10h2",
    "M4.9 4.9l1.4 1.4M13.7 13.7l1.4 1.4M4.9 15.1l1.4-1.4M13.7 6.3l1.4-1.4",
  ],
  hash: ["M8 3.5 6.5 16.5M13.5 3.5 12 16.5M4 7.5h12.5M3.5 12.5H16"],
  message: [
    "M3.5 5.5C3.5 4.7 4.2 4 5 4h10c.8 0 1.5.7 1.5 1.5v7c0 .8-.7 1.5-1.5 1.5H9l-4 3v-3c-.8 0-1.5-.7-1.5-1.5z",
  ],
  more: ["M4.75 10h.5M9.75 10h.5M14.75 10h.5"],
  person: ["M10 3.5a3 3 0 1 0 0 6 3 3 0 0 0 0-6z", "M4 16.5c.5-3 2.9-4.5 6-4.5s5.5 1.5 6 4.5"],
  personAdd: [
    "M8 4a2.75 2.75 0 1 0 0 5.5A2.75 2.75 0 0 0 8 4z",
    "M2.75 16c.4-2.7 2.5-4 5.25-4s4.85 1.3 5.25 4",
    "M15.5 6.5v5M13 9h5",
  ],
  people: [
    "M7.5 4a2.75 2.75 0 1 0 0 5.5 2.75 2.75 0 0 0 0-5.5z",
    "M2.5 16c.4-2.7 2.3-4 5-4s4.6 1.3 5 4",
    "M12.75 4.4a2.5 2.5 0 0 1 0 4.7M14.5 12.3c1.7.5 2.7 1.7 3 3.7",
  ],
  plus: ["M10 4v12M4 10h12"],
  reply: ["M8 4.5 3.5 9 8 13.5", "M3.5 9H12a4.5 4.5 0 0 1 4.5 4.5V16"],
  search: ["M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11z", "M13 13l3.75 3.75"],
  send: ["M3.5 10 16.5 4l-3.75 12.5L9.5 11.5z", "M9.5 11.5 16.5 4"],
  trash: ["M3.5 5.5h13M8 5.5V3.75h4V5.5M5 5.5l.75 11h8.5L15 5.5M8.5 8.5v5M11.5 8.5v5"],
  warning: ["M10 3.5 17.5 16.5h-15z", "M10 8.5v3.75M10 14.4v.1"],
};

/**
 * A drawing beside or instead of words; never announced: the control it stands in has the name.
 * @param {{name: IconName, size?: number}} props
 */
export function Icon({ name, size = 20 }) {
  return html`<svg class="icon" viewBox="0 0 20 20" width=${size} height=${size} aria-hidden="true"
    focusable="false">
    ${strokes[name].map((path) => html`<path d=${path} />`)}
  </svg>`;
}

/** Two speech bubbles, one before the other. @param {{size: number}} props */
export function Logo({ size }) {
  return html`<img class="logo" src="/icons/parley.svg" width=${size} height=${size} alt="" />`;
}
