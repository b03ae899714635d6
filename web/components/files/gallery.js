/** One picture of a conversation at a time, as large as the window, and the way to the others. */

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "../../vendor/hooks.js";
import { isPicture } from "../../files/kinds.js";
import { app } from "../../state/index.js";
import "../../words/files.js";
import { direction, t } from "../../words/index.js";
import { failureText } from "../dialogs.js";
import { html, useSignalValue } from "../html.js";
import { Icon } from "../icons.js";
import { dismiss } from "../navigation.js";
import { download } from "./attachments.js";

/** @import { Attachment } from "../timeline/types.js" */

/** @param {{conversation: string, picture: Attachment}} props */
export function Gallery({ conversation, picture }) {
  const pictures = usePictures(conversation, picture);
  const [shown, show] = useState(picture.id);
  const [close, setClose] = useState(false);
  const dialog = useModal();
  const index = Math.max(0, pictures.findIndex(({ id }) => id === shown));
  const current = pictures[index] ?? picture;
  const step = (/** @type {number} */ by) => {
    const next = pictures[index + by];
    if (next) show(next.id);
  };
  const keys = (/** @type {KeyboardEvent} */ event) => {
    // There the arrow keys move what is seen of the picture.
    const scrolls = close && event.target instanceof Element && event.target.matches(".gallery-stage");
    if (!scrolls) key(event, { step, zoom });
  };
  const zoom = () => setClose(!close);
  useEffect(() => setClose(false), [shown]);
  return html`<dialog ref=${dialog} class="gallery" aria-label=${t("files.gallery")} onKeyDown=${keys}
      onCancel=${(/** @type {Event} */ event) => {
        event.preventDefault();
        dismiss();
      }}>
    <header class="gallery-head">
      <p class="gallery-title" aria-live="polite"><bdi>${current.name}</bdi>
        ${pictures.length > 1 && html`<span>${t("files.of", { index: index + 1, count: pictures.length })}</span>`}</p>
      ${tool("zoom", t(close ? "files.fit" : "files.full"), zoom, close)}
      ${tool("download", t("files.download", { name: current.name }), () => download(current))}
      ${tool("close", t("common.close"), dismiss)}
    </header>
    <${Stage} key=${current.id} picture=${current} close=${close} turn=${zoom} />
    ${index > 0 && turn("gallery-back", "files.previous", () => step(-1))}
    ${index < pictures.length - 1 && turn("gallery-on", "files.next", () => step(1))}
  </dialog>`;
}

/** @type {(icon: "zoom" | "download" | "close", words: string, act: () => void, pressed?: boolean) => unknown} */
function tool(icon, words, act, pressed) {
  return html`<button type="button" class="icon-button" aria-label=${words} title=${words} onClick=${act}
    aria-pressed=${pressed === undefined ? null : String(pressed)}><${Icon} name=${icon} /></button>`;
}

/** @type {(place: string, words: string, act: () => void) => unknown} */
function turn(place, words, act) {
  return html`<button type="button" class=${`icon-button gallery-turn ${place}`} aria-label=${t(words)}
    title=${t(words)} onClick=${act}><${Icon} name="arrowLeft" size=${24} /></button>`;
}

/** The pictures that are loaded, in the order of the log. @param {string} conversation @param {Attachment} first */
function usePictures(conversation, first) {
  const messages = useSignalValue(app.timeline(conversation).messages);
  const blocks = useSignalValue(app.blocks);
  return useMemo(() => {
    const all = messages.filter(({ sender }) => !blocks.has(sender.id)).flatMap(({ attachments }) => attachments);
    const pictures = all.filter(isPicture);
    return pictures.some(({ id }) => id === first.id) ? pictures : [first];
  }, [messages, blocks, first]);
}

/** The browser holds the focus inside, and gives it back at the end. */
function useModal() {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return dialog;
}

/** @type {(event: KeyboardEvent, acts: {step: (by: number) => void, zoom: () => void}) => void} */
function key(event, { step, zoom }) {
  const on = direction() === "rtl" ? -1 : 1;
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "ArrowRight") step(on);
  else if (event.key === "ArrowLeft") step(-on);
  else if (event.key === "z" || event.key === "+" || event.key === "-") zoom();
  else return;
  event.preventDefault();
}

/**
 * The small picture, until the whole one has come.
 * @param {{picture: Attachment, close: boolean, turn: () => void}} props
 */
function Stage({ picture, close, turn: toggle }) {
  const { id, name, width, height, thumbnail_url: thumbnail } = picture;
  const [address, setAddress] = useState("");
  const [complete, setComplete] = useState(false);
  const [complaint, setComplaint] = useState("");
  const load = (/** @type {boolean} */ fresh) =>
    app.actions.addressOf(id, { fresh }).then(setAddress, (error) => setComplaint(failureText(error)));
  useEffect(() => void load(false), []);
  if (complaint) return html`<div class="gallery-stage"><p class="gallery-words" role="alert">${complaint}</p></div>`;
  const size = { width: width ?? undefined, height: height ?? undefined };
  return html`<div class=${close ? "gallery-stage gallery-close" : "gallery-stage"} tabindex=${close ? 0 : null}
      role=${close ? "group" : null} aria-label=${close ? name : null}>
    ${thumbnail && !complete && html`<img class="gallery-picture" src=${thumbnail} alt="" ...${size} />`}
    ${address && html`<img class="gallery-picture" src=${address} alt=${name} ...${size} hidden=${!complete}
      onLoad=${() => setComplete(true)} onError=${() => setComplaint(t("files.unseen"))} onClick=${toggle} />`}
  </div>`;
}
