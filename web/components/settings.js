/** What belongs to the person, not to a conversation. */
import { app } from "../state/index.js";
import { useEffect, useId, useRef, useState } from "../vendor/hooks.js";
import { languages, t } from "../words/index.js";
import { BackLink } from "./conversation.js";
import { attempt, Checkbox, failureText, Field, Form, inputOf, Section, useSubmit } from "./dialogs.js";
import { html, useSignalOf, useSignalValue } from "./html.js";
import { Avatar, Lines, PersonLines } from "./marks.js";
import { nameOf } from "./names.js";
import { show } from "./navigation.js";
import { unblock } from "./people.js";
import { fullTime } from "./times.js";

/** @import { DeviceSession } from "./types.js" */

export function Settings() {
  return html`<main class="main settings" aria-label=${t("settings.title")} tabindex="-1">
    <header class="conversation-head">
      <${BackLink} />
      <h1 class="conversation-title">${t("settings.title")}</h1>
    </header>
    <div class="settings-body">
      <${Profile} />
      <${Password} />
      <${Devices} />
      <${Appearance} />
      <${Notifications} />
      <${Calls} />
      <${Blocked} />
    </div>
  </main>`;
}

const themes = { system: "settings.themeSystem", light: "settings.themeLight", dark: "settings.themeDark" };

/** @param {Partial<typeof app.preferences.value>} change */
function prefer(change) {
  app.preferences.value = { ...app.preferences.value, ...change };
}

function Appearance() {
  const { theme, language } = useSignalValue(app.preferences);
  const id = useId();
  const speak = (/** @type {Event} */ event) => prefer({ language: inputOf(event).value });
  return html`<${Section} title=${t("settings.appearance")}>
    <fieldset class="fieldset">
      <legend class="field-label">${t("settings.theme")}</legend>
      <div class="segments">
        ${Object.entries(themes).map(([value, words]) => html`<label class="segment" key=${value}>
          <input type="radio" class="visually-hidden" name="theme" value=${value} checked=${theme === value}
            onChange=${() => prefer({ theme: /** @type {keyof typeof themes} */ (value) })} />
          <span>${t(words)}</span>
        </label>`)}
      </div>
    </fieldset>
    <div class="field">
      <label class="field-label" for=${id}>${t("settings.language")}</label>
      <select id=${id} class="field-input" value=${language} onChange=${speak}>
        <option value="system">${t("settings.languageSystem")}</option>
        ${Object.entries(languages).map(([code, { name }]) => html`<option value=${code}
          lang=${code}>${name}</option>`)}
      </select>
    </div>
  </>`;
}

/** Whether the browser lets this page notify. @returns {NotificationPermission | "missing"} */
function permission() {
  return typeof Notification === "undefined" ? "missing" : Notification.permission;
}

const desktopHints = {
  default: "settings.desktopLead",
  granted: "settings.desktopLead",
  denied: "settings.desktopDenied",
  missing: "settings.desktopMissing",
};

function Notifications() {
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
    <${Checkbox} label=${t("settings.desktop")} hint=${t(desktopHints[allowed])} disabled=${silent}
      checked=${desktop && allowed === "granted"} change=${turnDesktop} />
    <${Checkbox} label=${t("settings.sound")} hint=${t("settings.soundLead")} checked=${sound}
      change=${(/** @type {boolean} */ on) => prefer({ sound: on })} />
  </>`;
}

function Calls() {
  return html`<${Section} title=${t("settings.calls")} lead=${t("settings.callsLead")}>
    <div><button type="button" class="button" onClick=${() => show({ kind: "doctor" })}>
      ${t("settings.callCheck")}</button></div>
  </>`;
}

function Blocked() {
  const blocks = useSignalValue(app.blocks);
  return html`<${Section} title=${t("settings.blocked")}>
    ${blocks.size === 0 && html`<p class="soft">${t("settings.blockedNone")}</p>`}
    <ul class="devices">${[...blocks].map((id) => html`<${BlockedPerson} key=${id} id=${id} />`)}</ul>
  </>`;
}

/** @param {{id: string}} props */
function BlockedPerson({ id }) {
  const user = useSignalOf(app.user, id);
  if (!user) return null;
  return html`<li class="device">
    <${Avatar} user=${user} /><${PersonLines} user=${user} />
    <button type="button" class="button button-small" aria-label=${`${t("profile.unblock")}: ${nameOf(user)}`}
      onClick=${() => attempt(() => unblock(user))}>${t("profile.unblock")}</button>
  </li>`;
}

export function Profile() {
  const me = useSignalValue(app.me);
  const [name, setName] = useState(me?.display_name ?? "");
  const change = async () => {
    await app.actions.changeName(name.trim());
    app.notify(t("common.saved"), "success");
  };
  const form = useSubmit(change, { fields: ["display_name"] });
  if (!me) return null;
  return html`<${Section} title=${t("settings.profile")}>
    <${Form} form=${form} action=${t("common.save")}>
      <div class="section-me"><${Avatar} user=${{ ...me, display_name: name }} size="l" />
        <div><p class="soft">${t("auth.username")}: <strong>@${me.username}</strong></p>
          <${AvatarButtons} chosen=${me.avatar_url !== null} /></div></div>
      <${Field} label=${t("auth.displayName")} value=${name} input=${setName}
        error=${form.at("display_name")} hint=${t("auth.displayNameHint")} maxlength="64" autocomplete="name" />
    </>
  </>`;
}

/** @param {{chosen: boolean}} props */
function AvatarButtons({ chosen }) {
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  const choose = (/** @type {Event} */ event) => {
    const field = inputOf(event);
    const [picture] = field.files ?? [];
    field.value = "";
    if (picture) show({ kind: "avatar", picture });
  };
  const remove = () => attempt(() => app.actions.changeAvatar(null, new AbortController().signal));
  return html`<div class="section-actions">
    <input ref=${input} type="file" accept="image/png,image/jpeg,image/gif,image/webp" hidden
      onChange=${choose} />
    <button type="button" class="button button-small" onClick=${() => input.current?.click()}>
      ${t("avatar.choose")}</button>
    ${chosen && html`<button type="button" class="button button-small" onClick=${remove}>${t("avatar.remove")}</button>`}
  </div>`;
}

export function Password() {
  const [old, setOld] = useState("");
  const [next, setNext] = useState("");
  const me = useSignalValue(app.me);
  const change = async () => {
    await app.actions.changePassword(old, next);
    setOld("");
    setNext("");
    app.notify(t("settings.passwordChanged"), "success");
  };
  const form = useSubmit(change, {
    fields: ["old", "new"],
    explain: ({ code, attr }) => code === "unauthenticated" && attr === "old" && t("settings.passwordWrong"),
  });
  return html`<${Section} title=${t("auth.password")} lead=${t("settings.passwordLead")}>
    <${Form} form=${form} action=${t("settings.passwordChange")}>
      <input type="text" class="visually-hidden" name="username" autocomplete="username"
        value=${me?.username} tabindex="-1" aria-hidden="true" readonly />
      <${Field} label=${t("settings.oldPassword")} type="password" value=${old} input=${setOld}
        error=${form.at("old")} required autocomplete="current-password" maxlength="128" />
      <${Field} label=${t("settings.newPassword")} type="password" value=${next} input=${setNext}
        error=${form.at("new")} required autocomplete="new-password" maxlength="128" />
    </>
  </>`;
}

export function Devices() {
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
function Device({ device: { id, name, address, last_used_at: used, current }, end }) {
  return html`<li class="device">
    <${Lines} title=${html`<bdi>${name}</bdi>`}>
      ${t("settings.lastUsed", { time: fullTime(used) })}${address && html` · ${address}`}
    </>
    ${current
      ? html`<span class="role">${t("settings.thisDevice")}</span>`
      : html`<button type="button" class="button button-small"
          aria-label=${t("settings.endDeviceOf", { name })} onClick=${() => end(id)}>
        ${t("settings.endDevice")}</button>`}
  </li>`;
}
