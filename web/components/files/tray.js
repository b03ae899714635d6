/** The files of the message that is being written: how far each is, and what became of those that failed. */

import { useEffect, useMemo, useRef } from "../../vendor/hooks.js";
import { kindOf, sizeOf } from "../../files/kinds.js";
import { MOST_ATTACHMENTS, MOST_BYTES } from "../../files/limits.js";
import { app } from "../../state/index.js";
import { locale, t } from "../../words/index.js";
import { failureText, inputOf } from "../dialogs.js";
import { html, useSignalValue } from "../html.js";
import { Icon } from "../icons.js";
import { FileMark } from "./mark.js";

/** @import { Failed, Item, Refusal, Tray } from "../../files/types.js" */

/** @param {{tray: Tray}} props */
export function TrayList({ tray }) {
  const items = useSignalValue(tray.items);
  const refusals = useSignalValue(tray.refusals);
  const awaited = useSignalValue(tray.awaited);
  const offline = useSignalValue(app.link).state === "offline";
  const waits = offline && items.some(({ state }) => state !== "ready");
  return html`
    ${items.length > 0 && html`<ul class="tray" aria-label=${t("files.chosen")}>
      ${items.map((item) => html`<${TrayItem} key=${item.key} item=${item} tray=${tray} />`)}
    </ul>`}
    <div class="tray-words" role="alert" hidden=${refusals.length === 0}>
      ${refusals.map((refusal) => html`<p class="complaint">${refusalText(refusal)}</p>`)}
    </div>
    <div class="tray-words" role="status" hidden=${!(awaited || waits)}>
      ${waits && html`<p>${t("files.offline")}</p>`}
      ${awaited && html`<p>${t("files.awaited")}
        <button type="button" class="text-button" onClick=${() => tray.relent()}>${t("files.relent")}</button></p>`}
    </div>`;
}

/** @param {Refusal} refusal */
function refusalText(refusal) {
  if (refusal.why === "many") return t("files.many", { count: MOST_ATTACHMENTS });
  if (refusal.why === "failed") return t("files.unsent");
  const name = isolated(refusal.name);
  if (refusal.why === "empty") return t("files.empty", { name });
  return t("files.large", { name, most: sizeOf(MOST_BYTES, locale()) });
}

/** A name among other words, whatever directions it writes in: Unicode's FSI and PDI. @param {string} name */
export function isolated(name) {
  return `\u2068${name}\u2069`;
}

/** @param {{item: Item, tray: Tray}} props */
function TrayItem({ item, tray }) {
  const { key, name, state } = item;
  return html`<li class=${`tray-item tray-${state}`}>
    <${Preview} item=${item} />
    <div class="tray-item-words">
      <bdi class="tray-name" title=${name}>${name}</bdi>
      <${Progress} item=${item} />
    </div>
    ${state === "failed" && html`<button type="button" class="text-button" aria-label=${t("files.retryOf", { name })}
      onClick=${() => tray.retry(key)}>${t("common.retry")}</button>`}
    <button type="button" class="composer-cancel" aria-label=${t(removal(item), { name })}
      title=${t(removal(item), { name })} onClick=${() => tray.remove(key)}><${Icon} name="close" size=${16} /></button>
  </li>`;
}

/** @param {Item} item */
function removal({ state }) {
  return state === "ready" || state === "failed" ? "files.remove" : "files.cancel";
}

/** @param {{item: Item}} props */
function Progress({ item: { name, size, state, progress, error } }) {
  const all = sizeOf(size, locale());
  if (state === "failed") return html`<span class="tray-failure" role="alert">${uploadFailure(error)}</span>`;
  if (state === "ready") return html`<span class="tray-state">${all}</span>`;
  return html`<progress class="tray-progress" max="1" value=${progress}
      aria-label=${t("files.uploading", { name })}></progress>
    <span class="tray-state">${state === "checking" ? t("files.checking") : t(`files.${state}`, { size: all })}</span>`;
}

/** Why an upload came to nothing, in the interface's words where it has any. @param {Failed | null} error */
export function uploadFailure(error) {
  if (error?.code === "limit_reached") return t("files.quota");
  return error?.code === "upload_refused" ? t("files.refused") : failureText(error);
}

/** The picture itself, from this machine, else what kind of file it is. @param {{item: Item}} props */
function Preview({ item: { file, name, media_type: type, attachment } }) {
  const local = useMemo(() => (file && kindOf(type) === "image" ? URL.createObjectURL(file) : null), [file]);
  useEffect(() => () => void (local && URL.revokeObjectURL(local)), [local]);
  const shown = local ?? attachment?.thumbnail_url;
  return shown
    ? html`<img class="tray-picture" src=${shown} alt="" decoding="async" />`
    : html`<${FileMark} name=${name} type=${type} />`;
}

/** @param {{tray: Tray}} props */
export function AttachButton({ tray }) {
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  const chosen = (/** @type {Event} */ event) => {
    const field = inputOf(event);
    tray.add([...(field.files ?? [])]);
    // The same file may be chosen again.
    field.value = "";
  };
  return html`<input ref=${input} type="file" multiple hidden
      onChange=${chosen} />
    <button type="button" class="composer-action" aria-label=${t("files.attach")} title=${t("files.attach")}
      onClick=${() => input.current?.click()}><${Icon} name="clip" /></button>`;
}

/** Whether a message would carry files. @param {Tray} tray */
export function useFilled(tray) {
  return useSignalValue(tray.items).length > 0;
}

/** @param {string} conversation */
export function useTray(conversation) {
  return useMemo(() => app.tray(conversation), [conversation]);
}
