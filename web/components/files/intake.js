/** Files that are dropped on a conversation or pasted into it. */

import { useEffect, useState } from "../../vendor/hooks.js";
import { app } from "../../state/index.js";
import { t } from "../../words/index.js";
import { html } from "../html.js";
import { Icon } from "../icons.js";

/** @import { Tray } from "../../files/types.js" */

/**
 * Takes what is dropped anywhere on the conversation around `area`, and says whether something hovers there.
 * @param {{current: HTMLElement | null}} area
 * @param {Tray} tray
 */
export function useDrop(area, tray) {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const place = area.current?.closest("main");
    return place ? listen(place, tray, setOver) : undefined;
  }, [tray]);
  return over;
}

/** @type {(place: HTMLElement, tray: Tray, setOver: (over: boolean) => void) => () => void} */
function listen(place, tray, setOver) {
  const listening = new AbortController();
  const { signal } = listening;
  const over = (/** @type {DragEvent} */ event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    setOver(true);
  };
  const leave = (/** @type {DragEvent} */ event) => {
    if (!(event.relatedTarget instanceof Node && place.contains(event.relatedTarget))) setOver(false);
  };
  const drop = (/** @type {DragEvent} */ event) => {
    setOver(false);
    if (!event.dataTransfer || !holdsFiles(event)) return;
    event.preventDefault();
    take(event.dataTransfer, tray);
  };
  place.addEventListener("dragenter", over, { signal });
  place.addEventListener("dragover", over, { signal });
  place.addEventListener("dragleave", leave, { signal });
  place.addEventListener("drop", drop, { signal });
  // Dropped beside it, the browser would leave the page and open the file.
  const beside = (/** @type {DragEvent} */ event) => holdsFiles(event) && event.preventDefault();
  for (const type of /** @type {const} */ (["dragover", "drop"])) window.addEventListener(type, beside, { signal });
  return () => listening.abort();
}

/** @param {DragEvent} event */
function holdsFiles({ dataTransfer }) {
  return dataTransfer?.types.includes("Files") ?? false;
}

/** A folder looks like a file and has nothing to read. @param {DataTransfer} dropped @param {Tray} tray */
function take({ items, files }, tray) {
  const folders = [...items].filter((item) => item.webkitGetAsEntry()?.isDirectory).map((item) => item.getAsFile());
  if (folders.length > 0) app.notify(t("files.folder"), "error");
  const names = new Set(folders.map((folder) => folder?.name));
  const taken = [...files].filter(({ name }) => !names.has(name));
  if (taken.length > 0) tray.add(taken);
}

/**
 * Pictures and copied files. What was copied out of a text processor brings a picture of itself along: that
 * one is meant as text.
 * @param {ClipboardEvent} event @param {Tray} tray
 */
export function paste(event, tray) {
  const { clipboardData: data } = event;
  const files = [...(data?.files ?? [])];
  const text = data?.types.includes("text/plain") && data.types.includes("text/html");
  if (files.length === 0 || text) return;
  event.preventDefault();
  tray.add(files);
}

export function DropZone() {
  return html`<div class="drop-zone" aria-hidden="true">
    <div class="drop-zone-words"><${Icon} name="clip" size=${28} /><p>${t("files.drop")}</p></div>
  </div>`;
}
