/** A running call: everybody in it, and what one can do; over everything, or small beside what one reads. */
import { wait } from "../../calls/tones.js";
import { isIn } from "../../calls/mesh.js";
import { app } from "../../state/index.js";
import { useEffect, useLayoutEffect, useRef, useState } from "../../vendor/hooks.js";
import { t } from "../../words/index.js";
import { html, useSignalOf, useSignalValue } from "../html.js";
import { Icon } from "../icons.js";
import { nameOf, titleOf } from "../names.js";
import { callCovers, enter } from "../navigation.js";
import { HangUp, RoundButton, ToggleCamera, ToggleMicrophone, ToggleScreen } from "./controls.js";
import { DevicePickers } from "./devices.js";
import { Float } from "./float.js";
import { Problems } from "./lobby.js";
import { RecordButton, RecordingNotice } from "./recording.js";
import { small } from "./running.js";
import { OwnScreen, OwnTile, PersonScreen, PersonTile } from "./tiles.js";

/** @import { CallSession } from "../../calls/session.js" */
/** @import { Call } from "../../state/types.js" */

/** @param {{session: CallSession}} props */
export function Room({ session }) {
  const call = useSignalValue(session.call);
  const conversation = useSignalOf(app.conversation, call.conversation);
  const little = useSignalValue(small);
  const room = useRef(/** @type {HTMLElement | null} */ (null));
  const title = conversation ? titleOf(conversation) : t("call.title");
  useCovering(little, room);
  useWaitingTone(call);
  return html`<section ref=${room} class="call" role="dialog" aria-label=${t("call.with", { title })} tabindex="-1"
      data-small=${little ? "" : null} onKeyDown=${(/** @type {KeyboardEvent} */ event) => shortcut(event, session)}>
    <div class="call-head">
      <div class="call-names">
        <h2 class="call-title"><bdi>${title}</bdi></h2>
        <p class="call-sub"><${Standing} session=${session} call=${call} /></p>
      </div>
      ${little
        ? html`<${RoundButton} icon="expand" label=${t("call.expand")} press=${() => (small.value = false)} />`
        : html`<${RoundButton} icon="shrink" label=${t("call.shrink")} press=${() => shrink(call)} />`}
    </div>
    <${Tiles} session=${session} call=${call} />
    <${RecordingNotice} session=${session} />
    <${Controls} session=${session} little=${little} />
    <${Announcer} call=${call} />
  </section>`;
}

/** To the conversation that one talks in. @param {Call} call */
function shrink(call) {
  small.value = true;
  if (app.current.peek() === null) enter({ id: call.conversation });
}

/**
 * What lies below a call that covers it can neither be seen nor reached.
 * @type {(little: boolean, room: {current: HTMLElement | null}) => void}
 */
function useCovering(little, room) {
  useLayoutEffect(() => {
    callCovers.value = !little;
    if (!little) room.current?.focus();
    return () => (callCovers.value = false);
  }, [little]);
}

/** As long as nobody has answered. @param {Call} call */
function useWaitingTone({ state, started_by: caller }) {
  const waiting = state === "ringing" && caller === app.me.peek()?.id;
  useEffect(() => (waiting ? wait() : undefined), [waiting]);
}

/** @param {KeyboardEvent} event @param {CallSession} session */
function shortcut(event, { call, media }) {
  const { target, key, ctrlKey, metaKey, altKey } = event;
  if (ctrlKey || metaKey || altKey || (target instanceof Element && target.matches("select, input"))) return;
  if (key === "m") media.mute(media.shown.peek().audio);
  if (key === "v") void media.film(!media.shown.peek().video);
  if (key === "Escape" && !event.defaultPrevented && !small.peek()) shrink(call.peek());
}

/** Waiting, or how long, and how well. @param {{session: CallSession, call: Call}} props */
function Standing({ session, call }) {
  const since = useSignalValue(session.since);
  const link = useSignalValue(app.link);
  if (link.state !== "online") return html`<span>${t("call.state.reconnecting")}</span>`;
  const waiting = call.state === "ringing" ? "call.ringing" : "call.state.connecting";
  if (since === null) return html`<span>${t(waiting)}</span>`;
  return html`<${Timer} since=${since} /><${Connection} session=${session} />`;
}

/** The seconds are for the eye alone. @param {{since: number}} props */
function Timer({ since }) {
  const [now, setNow] = useState(performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return html`<span class="call-timer" role="timer" aria-live="off">${lengthOf((now - since) / 1000)}</span>`;
}

/** @param {number} seconds */
function lengthOf(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** The worst of all connections, in words. @param {{session: CallSession}} props */
function Connection({ session }) {
  const peers = [...useSignalValue(session.peers).values()];
  const [, redraw] = useState(0);
  useEffect(() => {
    const stops = peers.map((peer) => peer.measured.subscribe(() => redraw((count) => count + 1)));
    return () => stops.forEach((stop) => stop());
  }, [peers.length, peers[0]]);
  const measured = peers.map((peer) => peer.measured.peek()).filter((one) => one !== null);
  if (measured.length === 0) return null;
  const found = new Set(measured.map(({ quality }) => quality));
  const worst = found.has("poor") ? "poor" : found.has("fair") ? "fair" : "good";
  const relayed = measured.some((one) => one.relayed);
  return html`<span class=${`call-quality call-quality-${worst}`}>
    <span class="call-bars" aria-hidden="true"><i></i><i></i><i></i></span>${t(`call.quality.${worst}`)}${
    relayed && ` · ${t("call.relayed")}`}</span>`;
}

/** @param {{session: CallSession, call: Call}} props */
function Tiles({ session, call }) {
  const peers = useSignalValue(session.peers);
  const me = app.me.peek()?.id;
  const others = call.participants.filter(({ user, state }) => user !== me && (isIn(state) || state === "ringing"));
  const here = others.map((participant) => ({ participant, peer: peers.get(participant.id) }));
  return html`<ul class="call-tiles" data-others=${others.length}>
    <${OwnScreen} session=${session} />
    ${here.map(({ participant, peer }) => peer
      && html`<${PersonScreen} key=${`screen-${participant.id}`} participant=${participant} peer=${peer} />`)}
    ${here.map(({ participant, peer }) => html`<${PersonTile} key=${participant.id} participant=${participant}
      peer=${peer} />`)}
    <${OwnTile} session=${session} />
  </ul>`;
}

/** @param {{session: CallSession, little: boolean}} props */
function Controls({ session, little }) {
  const [choosing, setChoosing] = useState(false);
  const { media } = session;
  return html`<${Problems} media=${media} />
  ${choosing && !little && html`<div class="call-panel"><${DevicePickers} media=${media} /></div>`}
  <div class="call-controls" role="toolbar" aria-label=${t("call.controls")}>
    <${ToggleMicrophone} media=${media} />
    <${ToggleCamera} media=${media} />
    ${little && html`<${Float} session=${session} />`}
    ${!little && html`<${ToggleScreen} media=${media} />
      <${RecordButton} session=${session} />
      <${RoundButton} icon="gear" label=${t("call.devices")} expanded=${choosing}
        press=${() => setChoosing(!choosing)} />`}
    <${HangUp} session=${session} />
  </div>`;
}

/** Who comes and goes, said aloud. @param {{call: Call}} props */
function Announcer({ call }) {
  const before = useRef(call);
  const [text, say] = useState("");
  useEffect(() => {
    const words = changes(before.current, call);
    before.current = call;
    if (words) say(words);
  }, [call]);
  return html`<p class="visually-hidden" role="status">${text}</p>`;
}

/** @param {Call} before @param {Call} after */
function changes(before, after) {
  const me = app.me.peek()?.id;
  const states = new Map(before.participants.map(({ id, state }) => [id, state]));
  const changed = after.participants.filter(({ id, state, user }) => user !== me && states.get(id) !== state);
  return changed.map(({ state, user }) => {
    const known = app.user(user).peek();
    return t(`call.said.${state}`, { name: known ? nameOf(known) : "" });
  }).join(" ");
}

/**
 * Something of this device that runs nowhere: the page was loaded anew.
 * @param {{title: string, children?: unknown}} props
 */
export function Broken({ title, children }) {
  return html`<section class="call-notice" role="dialog" aria-label=${t("call.broken")}>
    <p class="call-notice-text"><${Icon} name="phone" size=${18} /><span>${t("call.brokenLead", { title })}</span></p>
    <div class="call-notice-buttons">${children}</div>
  </section>`;
}
