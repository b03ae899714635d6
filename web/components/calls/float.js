/** Whoever speaks, in a window of the system's own that stays over everything else. */
import { direct, others } from "../../calls/direction.js";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "../../vendor/hooks.js";
import { computed } from "../../vendor/signals-core.js";
import { t } from "../../words/index.js";
import { attempt } from "../dialogs.js";
import { html, useSignalValue } from "../html.js";
import { RoundButton } from "./controls.js";

/** @import { CallSession } from "../../calls/session.js" */
/** @import { Shot } from "../../calls/recording-types.d.ts" */

/** Not where the browser has no such window. @param {{session: CallSession}} props */
export function Float({ session }) {
  return document.pictureInPictureEnabled && html`<${Floating} session=${session} />`;
}

/** @param {{session: CallSession}} props */
function Floating({ session }) {
  const stream = useSignalValue(useMemo(() => mainPicture(session), [session]));
  const video = useRef(/** @type {HTMLVideoElement | null} */ (null));
  const [ready, setReady] = useState(false);
  const [out, setOut] = useState(false);
  useLayoutEffect(() => {
    if (video.current) video.current.srcObject = stream;
    if (!stream) void back(video.current);
  }, [stream]);
  useEffect(() => () => void back(video.current), []);
  const press = () => attempt(async () => (out ? back(video.current) : video.current?.requestPictureInPicture()));
  return html`<video ref=${video} class="visually-hidden" autoplay playsinline muted aria-hidden="true"
      onLoadedMetadata=${() => setReady(true)} onEnterPictureInPicture=${() => setOut(true)}
      onLeavePictureInPicture=${() => setOut(false)}></video>
    ${stream && ready && html`<${RoundButton} icon="float" kind=${out ? "round-on" : ""}
      label=${t(out ? "call.floatOff" : "call.floatOn")} press=${press} />`}`;
}

/** Into the page. @param {HTMLVideoElement | null} video */
async function back(video) {
  if (video && document.pictureInPictureElement === video) await document.exitPictureInPicture();
}

/** The stream with the picture of whoever speaks, or the screen that is shown. @param {CallSession} session */
function mainPicture({ peers }) {
  /** @type {Shot | null} */
  let shot = null;
  return computed(() => {
    shot = direct(others(peers.value), shot);
    return (shot && peers.value.get(shot.id)?.[shot.way]) ?? null;
  });
}
