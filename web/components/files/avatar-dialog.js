/** Cutting a square out of a picture that becomes one's own. Loaded when somebody chooses one. */

import { useEffect, useRef, useState } from "../../vendor/hooks.js";
import { app } from "../../state/index.js";
import "../../words/files.js";
import { t } from "../../words/index.js";
import { FormDialog, inputOf, useDismiss, useSubmit } from "../dialogs.js";
import { html } from "../html.js";
import { uploadFailure } from "./tray.js";

/** @typedef {{x: number, y: number, zoom: number}} Cut  from -1 to 1, what the picture is shifted by; from 1 on */

/** Pixels: of what is uploaded. */
const SIDE = 512;
const CLOSEST = 4;
/** Of the way from the middle to an edge, for each press of a key. */
const NUDGE = 0.1;

/** @param {{picture: File}} props */
export function AvatarDialog({ picture }) {
  const close = useDismiss();
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const [cut, setCut] = useState(/** @type {Cut} */ ({ x: 0, y: 0, zoom: 1 }));
  const { image, unreadable } = useImage(picture);
  const leaving = useRef(new AbortController());
  useEffect(() => () => leaving.current.abort(), []);
  useEffect(() => {
    if (image && canvas.current) draw(canvas.current, image, cut);
  }, [image, cut]);
  const send = async () => {
    await app.actions.changeAvatar(await squareOf(canvas.current), leaving.current.signal);
    close();
  };
  const form = useSubmit(send, { explain: uploadFailure });
  return html`<${FormDialog} title=${t("avatar.title")} class="dialog-small" form=${form} action=${t("avatar.use")}
      disabled=${!image}>
    ${unreadable
      ? html`<p class="complaint" role="alert">${t("avatar.unreadable")}</p>`
      : html`<${Cutter} canvas=${canvas} cut=${cut} change=${setCut} />`}
  </>`;
}

/** @param {{canvas: {current: HTMLCanvasElement | null}, cut: Cut, change: (cut: Cut) => void}} props */
function Cutter({ canvas, cut, change }) {
  const shift = (/** @type {number} */ x, /** @type {number} */ y) =>
    change({ ...cut, x: bounded(cut.x + x), y: bounded(cut.y + y) });
  const drag = (/** @type {PointerEvent} */ event) => {
    if (!event.buttons || !canvas.current) return;
    const { clientWidth: side } = canvas.current;
    shift((-2 * event.movementX) / side / cut.zoom, (-2 * event.movementY) / side / cut.zoom);
  };
  const keys = (/** @type {KeyboardEvent} */ event) => {
    const [x, y] = ARROWS[event.key] ?? [0, 0];
    if (x === 0 && y === 0) return;
    event.preventDefault();
    shift(x * NUDGE, y * NUDGE);
  };
  return html`<div class="cutter" tabindex="0" role="group" aria-label=${t("avatar.place")} onKeyDown=${keys}
      onPointerMove=${drag} onPointerDown=${capture} data-autofocus>
      <canvas ref=${canvas} class="cutter-canvas" width=${SIDE} height=${SIDE}></canvas>
    </div>
    <p class="field-hint">${t("avatar.hint")}</p>
    <label class="cutter-zoom"><span>${t("avatar.zoom")}</span>
      <input type="range" min="1" max=${CLOSEST} step="0.05" value=${cut.zoom}
        onInput=${(/** @type {Event} */ event) => change({ ...cut, zoom: Number(inputOf(event).value) })} /></label>`;
}

/** @type {Record<string, [x: number, y: number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** @param {PointerEvent} event */
function capture({ currentTarget, pointerId }) {
  /** @type {HTMLElement} */ (currentTarget).setPointerCapture(pointerId);
}

/** @param {number} value */
function bounded(value) {
  return Math.max(-1, Math.min(1, value));
}

/** What the browser reads as a picture. @param {File} picture */
function useImage(picture) {
  const [image, setImage] = useState(/** @type {ImageBitmap | null} */ (null));
  const [unreadable, setUnreadable] = useState(false);
  useEffect(() => {
    createImageBitmap(picture).then(setImage, () => setUnreadable(true));
  }, [picture]);
  useEffect(() => () => image?.close(), [image]);
  return { image, unreadable };
}

/** @type {(canvas: HTMLCanvasElement, image: ImageBitmap, cut: Cut) => void} */
function draw(canvas, image, { x, y, zoom }) {
  const side = Math.min(image.width, image.height) / zoom;
  const left = ((image.width - side) * (1 + x)) / 2;
  const top = ((image.height - side) * (1 + y)) / 2;
  const context = canvas.getContext("2d");
  if (!context) return;
  context.imageSmoothingQuality = "high";
  context.clearRect(0, 0, SIDE, SIDE);
  context.drawImage(image, left, top, side, side, 0, 0, SIDE, SIDE);
}

/** @param {HTMLCanvasElement | null} canvas @returns {Promise<File>} */
function squareOf(canvas) {
  return new Promise((resolve, reject) => {
    const made = (/** @type {Blob | null} */ blob) =>
      blob ? resolve(new File([blob], "avatar.png", { type: blob.type })) : reject(new Error(t("avatar.unreadable")));
    canvas?.toBlob(made, "image/png");
  });
}
