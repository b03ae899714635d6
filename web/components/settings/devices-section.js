import { useEffect, useState } from "../../vendor/hooks.js";
import { app } from "../../state/index.js";
import { t } from "../../words/index.js";
import { attempt, failureText } from "../elements/failure.js";
import { html } from "../html.js";
import { fullTime } from "../times.js";
import { Section } from "./section.js";

/** @typedef {import("../../state/types.js").DeviceSession} DeviceSession */

export function DevicesSection() {
  const [devices, setDevices] = useState(/** @type {DeviceSession[] | null} */ (null));
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const load = () => app.actions.sessions().then(setDevices, setError);
  useEffect(() => void load(), []);
  const end = (/** @type {string} */ id) => attempt(() => app.actions.endSession(id).then(load));
  const endOthers = () => attempt(async () => {
    await app.actions.endOtherSessions();
    app.notify(t("settings.othersEnded"), "success");
    await load();
  });
  return html`<${Section} title=${t("settings.devices")} lead=${t("settings.devicesLead")}>
    ${error !== null && html`<p class="complaint" role="alert">${failureText(error)}</p>`}
    ${devices === null && error === null && html`<p class="soft">${t("common.loading")}</p>`}
    <ul class="devices">
      ${devices?.map((device) => html`<${Device} key=${device.id} device=${device} end=${end} />`)}
    </ul>
    ${(devices?.length ?? 0) > 1 && html`<div class="form-end">
      <button type="button" class="button" onClick=${endOthers}>${t("settings.endOthers")}</button></div>`}
  </>`;
}

/** @param {{device: DeviceSession, end: (id: string) => void}} props */
function Device({ device, end }) {
  const { id, name, address, last_used_at: used, current } = device;
  return html`<li class="device">
    <span class="person-words">
      <span class="person-title"><bdi>${name}</bdi></span>
      <span class="person-sub">
        ${t("settings.lastUsed", { time: fullTime(used) })}${address && html` · ${address}`}
      </span>
    </span>
    ${current
      ? html`<span class="role">${t("settings.thisDevice")}</span>`
      : html`<button type="button" class="button button-small"
          aria-label=${t("settings.endDeviceOf", { name })} onClick=${() => end(id)}>
        ${t("settings.endDevice")}</button>`}
  </li>`;
}
