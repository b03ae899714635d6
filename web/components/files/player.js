/** Sound and film, in the place of their card. Loaded when somebody plays one. */

import { useEffect, useRef, useState } from "../../vendor/hooks.js";
import { app } from "../../state/index.js";
import "../../words/files.js";
import { t } from "../../words/index.js";
import { failureText } from "../dialogs.js";
import { html } from "../html.js";

/** @import { Attachment } from "../timeline/types.js" */

/** @param {{attachment: Attachment, kind: "audio" | "video"}} props */
export function Player({ attachment: { id, name }, kind }) {
  const { address, complaint, renew, restore, media } = useAddress(id);
  if (complaint) return html`<p class="complaint" role="alert">${complaint}</p>`;
  if (!address) return html`<div class=${`player player-${kind}`} role="status">${t("common.loading")}</div>`;
  return html`<${kind} ref=${media} class=${`player player-${kind}`} src=${address} controls autoplay playsinline
    aria-label=${name} onError=${renew} onLoadedMetadata=${restore}></>`;
}

/**
 * Addresses end after some minutes: one that fails is asked for anew, once, and goes on where it stopped.
 * @param {string} id
 */
function useAddress(id) {
  const [address, setAddress] = useState("");
  const [complaint, setComplaint] = useState("");
  const media = useRef(/** @type {HTMLMediaElement | null} */ (null));
  const stopped = useRef(0);
  const load = (/** @type {boolean} */ fresh) =>
    app.actions.addressOf(id, { fresh }).then(setAddress, (error) => setComplaint(failureText(error)));
  useEffect(() => void load(false), [id]);
  // What never began is no matter of time.
  const renew = () => {
    const at = media.current?.currentTime ?? 0;
    if (at <= stopped.current) return setComplaint(t("files.unplayable"));
    stopped.current = at;
    return void load(true);
  };
  const restore = () => {
    if (media.current && stopped.current > 0) media.current.currentTime = stopped.current;
  };
  return { address, complaint, renew, restore, media };
}
