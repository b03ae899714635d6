/** All that is seen: the door, or the workspace with what lies over it and what the client says by itself. */
import { app } from "../state/index.js";
import { useEffect, useLayoutEffect, useState } from "../vendor/hooks.js";
import { effect } from "../vendor/signals-core.js";
import { direction, language, languageSignal, setLanguage, t } from "../words/index.js";
import { Calls, Lobby } from "./calls/entry.js";
import { ConversationPage, NothingChosen, UnknownConversation } from "./conversation.js";
import { ConfirmDialog } from "./dialogs.js";
import { lazy } from "./lazy.js";
import { html, useLate, useNarrow, useSignalValue } from "./html.js";
import { Icon } from "./icons.js";
import { callCovers, dismiss, show, surface } from "./navigation.js";
import { SearchDialog, Switcher } from "./find.js";
import { Sidebar } from "./sidebar.js";
import { SignedOut } from "./sign-in.js";
import { styled } from "./styles.js";

/** By what is known about who is here. */
export function App() {
  useLayoutEffect(followPreferences, []);
  const phase = useSignalValue(app.phase);
  // Whoever speaks another language draws everything anew.
  useSignalValue(languageSignal);
  return html`
    ${phase === "loading" && html`<${Opening} />`}
    ${phase === "signed-out" && html`<${SignedOut} />`}
    ${phase === "signed-in" && html`<${Workspace} /><${Calls} />`}
    <${Toasts} />`;
}

function Opening() {
  return html`<main class="opening" aria-busy="true"><p class="opening-words">${t("app.loading")}</p></main>`;
}

/** Keep the document's theme, language and direction as the person prefers them. Returns what stops it. */
function followPreferences() {
  return effect(() => {
    const { theme, language: wish } = app.preferences.value;
    const root = document.documentElement;
    if (theme === "system") delete root.dataset.theme;
    else root.dataset.theme = theme;
    setLanguage(wish);
    root.lang = language();
    root.dir = direction();
  });
}

/** The list beside what is open; narrow windows show one of the two. */
function Workspace() {
  const { view, reference } = useSignalValue(app.place);
  const current = useSignalValue(app.current);
  const open = view === "conversation" ? current : null;
  const home = view !== "settings" && view !== "conversation";
  const listAlone = useNarrow() && home;
  const covered = useSignalValue(callCovers);
  // Layout effects: whoever sees the list may press a key before the frame is painted.
  useLayoutEffect(listenForShortcuts, []);
  // What lies over a place goes with it: by the back button, a link, or the end of the session.
  useLayoutEffect(() => dismiss, [view, reference]);
  return html`<div class="workspace" data-view=${view} inert=${covered}>
    <${ConnectionBar} />
    <${Sidebar} current=${open} alone=${listAlone} />
    ${view === "settings" && html`<${Settings} />`}
    ${view === "conversation" && (open
      ? html`<${ConversationPage} key=${open} id=${open} />`
      : html`<${UnknownConversation} key=${reference} />`)}
    ${home && !listAlone && html`<${NothingChosen} />`}
    <${OpenDialog} />
  </div>`;
}

function listenForShortcuts() {
  document.addEventListener("keydown", shortcut);
  return () => document.removeEventListener("keydown", shortcut);
}

/** @param {KeyboardEvent} event */
function shortcut(event) {
  const chord = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  if (!chord || event.key.toLowerCase() !== "k") return;
  event.preventDefault();
  show({ kind: "switcher" });
}

// What one opens now and then need not come with the page.
const DoctorDialog = lazy(async () => {
  await styled("doctor");
  return (await import("./calls/doctor.js")).DoctorDialog;
});
const Settings = lazy(async () => (await import("./settings.js")).Settings);

const dialogs = {
  direct: lazy(async () => (await import("./people.js")).NewDirect),
  group: lazy(async () => (await import("./people.js")).NewGroup),
  room: lazy(async () => (await import("./people.js")).NewRoom),
  rooms: lazy(async () => (await import("./people.js")).RoomsDialog),
  switcher: Switcher,
  search: SearchDialog,
  profile: lazy(async () => (await import("./people.js")).ProfileCard),
  invite: lazy(async () => (await import("./members.js")).InviteDialog),
  rename: lazy(async () => (await import("./details.js")).RenameDialog),
  confirm: ConfirmDialog,
  gallery: lazy(async () => {
    await styled("gallery");
    return (await import("./files/gallery.js")).Gallery;
  }),
  avatar: lazy(async () => {
    await styled("cutter");
    return (await import("./files/avatar-dialog.js")).AvatarDialog;
  }),
  doctor: DoctorDialog,
  call: Lobby,
};

function OpenDialog() {
  const open = useSignalValue(surface);
  if (!open) return null;
  const { kind, ...props } = open;
  return html`<${dialogs[kind]} key=${kind} ...${props} />`;
}

/** A connection that is there within this time is not worth a word. */
const patience = 1000;

/** The truth about the link to the server, and nothing while all is well. */
export function ConnectionBar() {
  const link = useSignalValue(app.link);
  const late = useLate(link.state !== "online", patience);
  const seconds = useSecondsUntil(link.state === "waiting" ? link.retryAt : null);
  const quiet = link.state === "online" || (link.state === "connecting" && !late);
  return html`<div class="connection" role="status">
    ${!quiet && html`<div class=${`connection-bar connection-${link.state}`}>
      <span class="connection-dot" aria-hidden="true"></span>
      <${LinkWords} state=${link.state} seconds=${seconds} />
      ${link.state !== "connecting" && html`<button type="button" class="connection-now"
        onClick=${() => app.reconnect()}>${t("link.now")}</button>`}
    </div>`}
  </div>`;
}

/**
 * The counting seconds are for the eye alone: a screen reader would hear every one of them.
 * @param {{state: string, seconds: number}} props
 */
function LinkWords({ state, seconds }) {
  if (state === "offline") return html`<span>${t("link.offline")}</span>`;
  if (state === "connecting") return html`<span>${t("link.connecting")}</span>`;
  return html`<span aria-hidden="true">${t("link.waiting", { count: seconds })}</span>
    <span class="visually-hidden">${t("link.lost")}</span>`;
}

/** Whole seconds until a moment, counted down. @param {number | null} moment milliseconds since 1970 */
function useSecondsUntil(moment) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (moment === null) return undefined;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, [moment]);
  return moment === null ? 0 : Math.max(0, Math.ceil((moment - now) / 1000));
}

/** Passing notices. The region is always there, so that screen readers hear what is put into it. */
export function Toasts() {
  const toasts = useSignalValue(app.toasts);
  return html`<section class="toasts" aria-label=${t("toasts.title")} aria-live="polite"
    aria-relevant="additions">
    ${toasts.map(({ id, text, kind, action }) => html`<div class=${`toast toast-${kind}`} key=${id}>
      ${kind === "error" && html`<${Icon} name="warning" size=${18} />`}
      <p class="toast-text" dir="auto">${text}</p>
      ${action && html`<button type="button" class="toast-action"
        onClick=${() => {
          putAway(id);
          action.run();
        }}>${action.label}</button>`}
      <button type="button" class="icon-button toast-dismiss" aria-label=${t("toasts.dismiss")}
        onClick=${() => putAway(id)}><${Icon} name="close" size=${16} /></button>
    </div>`)}
  </section>`;
}

/** @param {number} id */
function putAway(id) {
  app.toasts.value = app.toasts.value.filter((toast) => toast.id !== id);
}
