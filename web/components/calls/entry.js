/** What is always there of calls: the buttons of a conversation, the lines of the log, the door to the rest. */
import { app } from "../../state/index.js";
import { computed } from "../../vendor/signals-core.js";
import { t } from "../../words/index.js";
import { lazy } from "../lazy.js";
import { html, useSignalOf, useSignalValue } from "../html.js";
import { Icon } from "../icons.js";
import { nameOf } from "../names.js";
import { show } from "../navigation.js";
import { styled } from "../styles.js";
import { timeOf } from "../times.js";

/** @import { Call, PastCall } from "../../state/types.js" */
/** @import { IconName, OfConversation } from "../types.js" */

const dressed = () => styled("calls", "call-lobby", "call-tiles", "call-controls", "call-small");

export const Lobby = lazy(async () => {
  await Promise.all([dressed(), import("../../words/calls.js")]);
  return (await import("./lobby.js")).Lobby;
});
const Recordings = lazy(async () => (await import("./recording.js")).Recordings);
const Stage = lazy(async () => {
  await dressed();
  return (await import("./stage.js")).Stage;
});

const wanted = computed(
  () => app.calls.ringing.value.length > 0 || app.calls.here.value !== null || app.calls.broken.value !== null,
);

/** Once there was one, what shows it stays. */
export function Calls() {
  return useSignalValue(wanted) && html`<${Stage} />`;
}

/** More members than this are not called together; the server says so too. */
const MOST_RUNG = 50;

/** @param {OfConversation} props */
export function CallButtons({ conversation: { id, members_count: members, role } }) {
  const live = useSignalOf(app.calls.of, id);
  const here = useSignalValue(app.calls.here);
  if (role === null || (members > MOST_RUNG && !live)) return null;
  if (live) return html`<${Living} call=${live} here=${live.id === here} />`;
  const button = (/** @type {boolean} */ video, /** @type {IconName} */ icon, /** @type {string} */ label) => html`<button
    type="button" class=${`icon-button call-${icon}`} aria-label=${label} title=${label}
    onClick=${() => show({ kind: "call", conversation: id, video })}><${Icon} name=${icon} /></button>`;
  return html`${button(false, "phone", t("call.audio"))}${button(true, "video", t("call.video"))}`;
}

/** @param {{call: Call, here: boolean}} props */
function Living({ call, here }) {
  const own = app.calls.own(call);
  const inside = own?.state === "joined" || own?.state === "reconnecting";
  const join = () => show({ kind: "call", conversation: call.conversation, video: false });
  if (here || own?.state === "ringing") return null;
  if (!inside) return html`<button type="button" class="button button-primary button-small" onClick=${join}>
    <${Icon} name="phone" size=${16} />${t("call.join")}</button>`;
  return html`<span class="call-elsewhere"><${Icon} name="phone" size=${16} />${
    t(own.device ? "call.inOtherTab" : "call.onOtherDevice")}</span>`;
}

/** A call that is over, in its place in the log. @param {{call: PastCall}} props */
export function CallLine({ call }) {
  const missed = wasMissed(call);
  return html`<div class=${missed ? "log-call log-call-missed" : "log-call"} role="note">
    <${Icon} name=${missed ? "phoneOff" : "phone"} size=${16} />
    <span><${CallWords} call=${call} /></span>
    <time datetime=${call.at}>${timeOf(call.at)}</time>
  </div>
  ${call.recordings.length > 0 && html`<${Recordings} recordings=${call.recordings} />`}`;
}

/** @param {{call: PastCall}} props */
function CallWords({ call }) {
  const mine = call.started_by === app.me.peek()?.id;
  const caller = useSignalOf(app.user, call.started_by ?? "");
  const name = caller ? nameOf(caller) : t("call.somebody");
  if (call.end_reason === "completed") {
    return t(mine ? "call.past.mine" : "call.past.theirs", { name, length: lengthInWords(call.duration_s) });
  }
  return t(`call.past.${mine ? "mine" : "theirs"}.${call.end_reason ?? "failed"}`, { name });
}

/** Nobody spoke with the reader, who did not refuse either. @param {PastCall} call */
function wasMissed({ started_by: caller, end_reason: reason }) {
  return caller !== app.me.peek()?.id && (reason === "missed" || reason === "cancelled" || reason === "busy");
}

/** @param {number} seconds */
function lengthInWords(seconds) {
  if (seconds < 60) return t("call.seconds", { count: seconds });
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? t("call.minutes", { count: minutes })
    : t("call.hours", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}
