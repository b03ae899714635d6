import { t } from "../../words/index.js";
import { BackLink } from "../conversation/conversation-header.js";
import { html } from "../html.js";
import { AppearanceSection } from "./appearance-section.js";
import { BlockedSection } from "./blocked-section.js";
import { DevicesSection } from "./devices-section.js";
import { NotificationsSection } from "./notifications-section.js";
import { PasswordSection } from "./password-section.js";
import { ProfileSection } from "./profile-section.js";

/** What belongs to the person, not to a conversation. */
export function Settings() {
  return html`<main class="main settings" aria-label=${t("settings.title")} tabindex="-1">
    <header class="conversation-head">
      <${BackLink} />
      <h1 class="conversation-title">${t("settings.title")}</h1>
    </header>
    <div class="settings-body">
      <${ProfileSection} />
      <${PasswordSection} />
      <${DevicesSection} />
      <${AppearanceSection} />
      <${NotificationsSection} />
      <${BlockedSection} />
    </div>
  </main>`;
}
