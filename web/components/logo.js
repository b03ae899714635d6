import { html } from "./html.js";

/**
 * Two speech bubbles, one before the other; the drawing of icons/parley.svg.
 * @param {{size: number}} props
 */
export function Logo({ size }) {
  return html`<svg class="logo" viewBox="0 0 512 512" width=${size} height=${size} aria-hidden="true"
    focusable="false">
    <rect class="logo-ground" width="512" height="512" rx="116" />
    <path class="logo-back" d=${behind} />
    <path class="logo-front" d=${before} />
    <path class="logo-lines" d="M150 190h118M150 244h70" />
  </svg>`;
}

const behind = "M268 176h74a84 84 0 0 1 84 84v34c0 38-26 70-62 80v44c0 9-10 13-16 7l-50-47h-30"
  + "a84 84 0 0 1-84-84v-34a84 84 0 0 1 84-84z";
const before = "M170 112h78a84 84 0 0 1 84 84v44a84 84 0 0 1-84 84h-24l-58 58c-6 6-16 2-16-7v-55"
  + "a84 84 0 0 1-64-80v-44a84 84 0 0 1 84-84z";
