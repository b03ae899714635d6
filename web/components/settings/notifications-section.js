import { useState } from "../../vendor/hooks.js";
import { app } from "../../state/index.js";
import { t } from "../../words/index.js";
import { Checkbox } from "../elements/field.js";
import { html, useSignalValue } from "../html.js";
import { prefer } from "./appearance-section.js";
import { Section } from "./section.js";

/** Whether the browser lets this page notify. @returns {NotificationPermission | "missing"} */
function permission() {
  return typeof Notification === "undefined" ? "missing" : Notification.permission;
}

export function NotificationsSection() {
  const { desktop, sound } = useSignalValue(app.preferences);
  const [allowed, setAllowed] = useState(permission);
  const turnDesktop = async (/** @type {boolean} */ on) => {
    // Asked only here, by someone's own press: a question at the door is answered with no.
    const answer = on && allowed === "default" ? await Notification.requestPermission() : allowed;
    setAllowed(answer);
    prefer({ desktop: on && answer === "granted" });
  };
  const silent = allowed === "denied" || allowed === "missing";
  return html`<${Section} title=${t("settings.notifications")}>
    <${Checkbox} label=${t("settings.desktop")} hint=${desktopHint(allowed)} disabled=${silent}
      checked=${desktop && allowed === "granted"} change=${turnDesktop} />
    <${Checkbox} label=${t("settings.sound")} hint=${t("settings.soundLead")} checked=${sound}
      change=${(/** @type {boolean} */ on) => prefer({ sound: on })} />
  </>`;
}

/** @param {NotificationPermission | "missing"} allowed */
function desktopHint(allowed) {
  if (allowed === "missing") return t("settings.desktopMissing");
  return allowed === "denied" ? t("settings.desktopDenied") : t("settings.desktopLead");
}
