import { app } from "../../state/index.js";
import { t } from "../../words/index.js";
import { isMuted } from "../conversation/muted.js";
import { attempt } from "../elements/failure.js";
import { MenuButton } from "../elements/menu.js";
import { html } from "../html.js";
import { Icon } from "../icons.js";

const hour = 60 * 60 * 1000;
/** The server knows times only: "for ever" is a time that nobody waits for. */
const forEver = "9999-12-31T00:00:00Z";

/** @param {{conversation: import("../../state/types.js").Conversation}} props */
export function Mute({ conversation }) {
  const { id } = conversation;
  const mute = (/** @type {string | null} */ until) => attempt(() => app.actions.mute(id, until));
  const later = (/** @type {number} */ ms) => new Date(Date.now() + ms).toISOString();
  if (isMuted(conversation.muted_until)) {
    return html`<button type="button" class="action" onClick=${() => mute(null)}>
      <${Icon} name="bell" /><span>${t("details.unmute")}</span></button>`;
  }
  const items = [
    { label: t("details.muteHour"), choose: () => mute(later(hour)) },
    { label: t("details.muteDay"), choose: () => mute(later(24 * hour)) },
    { label: t("details.muteForever"), choose: () => mute(forEver) },
  ];
  return html`<${MenuButton} label=${t("details.mute")} items=${items} class="action" wide>
    <${Icon} name="bellOff" /><span>${t("details.mute")}</span></>`;
}
