/** The buttons of a call. */
import { t } from "../../words/index.js";
import { attempt } from "../dialogs.js";
import { html, useSignalValue } from "../html.js";
import { Icon } from "../icons.js";

/** @import { CallSession } from "../../calls/session.js" */
/** @import { Media } from "../../calls/media.js" */
/** @import { IconName } from "../types.js" */

/**
 * @param {{icon: IconName, label: string, press: () => void, kind?: string, expanded?: boolean, keys?: string}} props
 */
export function RoundButton({ icon, label, press, kind = "", expanded, keys }) {
  return html`<button type="button" class=${`round ${kind}`} aria-label=${label}
    title=${keys ? `${label} (${keys.toUpperCase()})` : label} aria-keyshortcuts=${keys}
    aria-expanded=${expanded === undefined ? null : String(expanded)}
    onClick=${press}><${Icon} name=${icon} size=${22} /></button>`;
}

/** @param {{media: Media}} props */
export function ToggleMicrophone({ media }) {
  const { audio } = useSignalValue(media.shown);
  return html`<${RoundButton} icon=${audio ? "mic" : "micOff"} kind=${audio ? "" : "round-off"} keys="m"
    label=${t(audio ? "call.mute" : "call.unmute")} press=${() => media.mute(audio)} />`;
}

/** @param {{media: Media}} props */
export function ToggleCamera({ media }) {
  const { video } = useSignalValue(media.shown);
  return html`<${RoundButton} icon=${video ? "video" : "videoOff"} kind=${video ? "" : "round-off"} keys="v"
    label=${t(video ? "call.cameraOff" : "call.cameraOn")} press=${() => void media.film(!video)} />`;
}

/** Not where the browser shows no screens, as on phones. @param {{media: Media}} props */
export function ToggleScreen({ media }) {
  const { screen } = useSignalValue(media.shown);
  if (!navigator.mediaDevices.getDisplayMedia) return null;
  return html`<${RoundButton} icon="screen" kind=${screen ? "round-on" : ""}
    label=${t(screen ? "call.screenOff" : "call.screenOn")} press=${() => void share(media, !screen)} />`;
}

/** @param {Media} media @param {boolean} on */
async function share(media, on) {
  try {
    await media.share(on);
  } catch (error) {
    // Whoever closes the browser's question has answered it.
    if (/** @type {Error} */ (error).name !== "NotAllowedError") throw error;
  }
}

/** @param {{session: CallSession}} props */
export function HangUp({ session }) {
  return html`<${RoundButton} icon="hangUp" kind="round-end" label=${t("call.hangUp")}
    press=${() => void attempt(() => session.hangup())} />`;
}
