/** Choosing a microphone, a camera and a speaker. */
import { app } from "../../state/index.js";
import { useId } from "../../vendor/hooks.js";
import { t } from "../../words/index.js";
import { Checkbox, inputOf } from "../dialogs.js";
import { html, useSignalValue } from "../html.js";

/** @import { Media } from "../../calls/media.js" */
/** @import { DeviceKind } from "../../calls/types.js" */

/** @type {DeviceKind[]} */
const KINDS = ["microphone", "camera", "speaker"];

/** @param {{media: Media}} props */
export function DevicePickers({ media }) {
  return html`<div class="call-devices">
    ${KINDS.map((kind) => html`<${Picker} key=${kind} media=${media} kind=${kind} />`)}
    <${Relay} />
  </div>`;
}

/** @param {{media: Media, kind: DeviceKind}} props */
function Picker({ media, kind }) {
  const id = useId();
  const found = useSignalValue(media.lists)[kind];
  const wished = useSignalValue(app.preferences)[kind];
  // A browser that cannot choose the speaker lists none.
  if (kind === "speaker" && found.length === 0) return null;
  const choose = (/** @type {Event} */ event) => {
    app.preferences.value = { ...app.preferences.value, [kind]: inputOf(event).value };
    void media.chosen(kind);
  };
  const named = found.filter(({ deviceId }) => deviceId !== "default");
  return html`<div class="field">
    <label class="field-label" for=${id}>${t(`call.${kind}`)}</label>
    <select id=${id} class="field-input" onChange=${choose}>
      <option value="" selected=${!named.some((one) => one.deviceId === wished)}>${t("call.anyDevice")}</option>
      ${named.map(({ deviceId, label }) => html`<option key=${deviceId} value=${deviceId}
        selected=${deviceId === wished}>${label || t("call.unnamedDevice")}</option>`)}
    </select>
  </div>`;
}

function Relay() {
  const { relay } = useSignalValue(app.preferences);
  const change = (/** @type {boolean} */ on) => {
    app.preferences.value = { ...app.preferences.value, relay: on };
  };
  return html`<${Checkbox} label=${t("call.relay")} hint=${t("call.relayLead")} checked=${relay} change=${change} />`;
}
