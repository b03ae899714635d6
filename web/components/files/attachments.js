/** What a message carries: pictures in their shapes, sound and film to be played, and other files as cards. */

import { useEffect, useRef, useState } from "../../vendor/hooks.js";
import { fitting, isPicture, kindOf, sizeOf } from "../../files/kinds.js";
import { app } from "../../state/index.js";
import { locale, t } from "../../words/index.js";
import { attempt } from "../dialogs.js";
import { html, useSignalValue } from "../html.js";
import { Icon } from "../icons.js";
import { show } from "../navigation.js";
import { lazy } from "../lazy.js";
import { FileMark } from "./mark.js";

/**
 * @import { Box } from "../../files/types.js"
 * @import { Attachment, Message } from "../timeline/types.js"
 * @typedef {{message: Message, attachment: Attachment, tab: number}} Placed
 */

const Player = lazy(async () => (await import("./player.js")).Player);

/** CSS pixels. */
const ALONE = { width: 420, height: 320 };
/** Among others all have one height, and what is very wide or narrow is cut. */
const BESIDE = { height: 180, narrowest: 120, widest: 270 };
/** Of what was not looked at yet. */
const UNKNOWN = { width: 400, height: 300 };

/** @type {(attachment: Attachment, alone: boolean) => Box} */
function boxOf({ width, height }, alone) {
  const shape = width && height ? { width, height } : UNKNOWN;
  if (alone) return fitting(shape, ALONE);
  const wide = Math.round((BESIDE.height * shape.width) / shape.height);
  return { width: Math.max(BESIDE.narrowest, Math.min(BESIDE.widest, wide)), height: BESIDE.height };
}

/** @param {{message: Message, tab: number}} props */
export function Attachments({ message, tab }) {
  const pictures = message.attachments.filter(isPicture);
  const others = message.attachments.filter((attachment) => !pictures.includes(attachment));
  return html`
    ${pictures.length > 0 && html`<div class="pictures">
      ${pictures.map((attachment) => html`<${Picture} key=${attachment.id} message=${message}
        attachment=${attachment} alone=${pictures.length === 1} tab=${tab} />`)}
    </div>`}
    ${others.map((attachment) => html`<${Card} key=${attachment.id} message=${message} attachment=${attachment}
      tab=${tab} />`)}`;
}

/**
 * In a box of its shape from the beginning: nothing moves when it comes.
 * @param {Placed & {alone: boolean}} props
 */
function Picture({ message, attachment, alone, tab }) {
  const { name, thumbnail_url: address } = attachment;
  const { state, failed } = useThumbnail(attachment.id);
  const box = boxOf(attachment, alone);
  if (state === "gone") return html`<${Gone} name=${name} />`;
  const open = () => show({ kind: "gallery", conversation: message.conversation, picture: attachment });
  return html`<button type="button" class="picture" tabindex=${tab} onClick=${open}
      aria-label=${t("files.open", { name })}>
    ${state === "shown"
      ? html`<img src=${address} width=${box.width} height=${box.height} alt=${name} loading="lazy" decoding="async"
        onError=${failed} />`
      : html`<svg class="picture-awaited" width=${box.width} height=${box.height} aria-hidden="true"></svg>
        <span class="picture-words">${state === "awaited" ? t("files.looking") : html`<bdi>${name}</bdi>`}</span>`}
  </button>`;
}

const MOST_FAILURES = 3;

/**
 * The small picture may not be made yet, or be gone, or the line is: an <img> says only that it failed.
 * @param {string} id
 */
function useThumbnail(id) {
  const [state, setState] = useState(/** @type {"shown" | "awaited" | "lost" | "gone"} */ ("shown"));
  const failures = useRef(0);
  const online = useSignalValue(app.link).state === "online";
  useEffect(() => {
    failures.current = 0;
    if (online && state === "lost") setState("shown");
  }, [online]);
  const failed = () => {
    failures.current += 1;
    if (failures.current > MOST_FAILURES) return setState("lost");
    setState("awaited");
    const missing = (/** @type {{code?: string}} */ { code }) => setState(code === "not_found" ? "gone" : "lost");
    return void app.actions.addressOf(id).then(() => setState("shown"), missing);
  };
  return { state, failed };
}

/** @param {{name: string}} props */
function Gone({ name }) {
  return html`<p class="message-gone"><bdi>${name}</bdi>: ${t("files.gone")}</p>`;
}

/** @param {Placed} props */
function Card({ attachment, tab }) {
  const { name, media_type: type, size } = attachment;
  const kind = kindOf(type);
  const [playing, play] = useState(false);
  const playable = kind === "audio" || kind === "video";
  return html`<div class="file-card">
    <div class="file-line">
      <${FileMark} name=${name} type=${type} />
      <span class="file-words"><bdi class="file-name" title=${name}>${name}</bdi>
        <span class="file-size">${sizeOf(size, locale())}</span></span>
      ${playable && !playing && action("play", "files.play", () => play(true))}
      ${action("download", "files.download", () => download(attachment))}
    </div>
    ${playing && html`<${Player} attachment=${attachment} kind=${kind} />`}
  </div>`;

  /** @type {(icon: "play" | "download", words: string, act: () => void) => unknown} */
  function action(icon, words, act) {
    return html`<button type="button" class="icon-button" tabindex=${tab} aria-label=${t(words, { name })}
      title=${t(words, { name })} onClick=${act}><${Icon} name=${icon} size=${18} /></button>`;
  }
}

/** @param {Attachment} attachment */
export function download({ id, name }) {
  return attempt(async () => {
    const link = document.createElement("a");
    link.href = await app.actions.downloadOf(id);
    link.download = name;
    // The browser goes to a store of another origin: out of a page that asks first it goes in a tab, which closes at once.
    if (app.busy.peek()) link.target = "_blank";
    link.click();
  });
}
