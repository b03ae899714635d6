/** Recording a call: asking, agreeing, what shows that it goes on, and what was recorded. */
import { app } from "../../state/index.js";
import { useState } from "../../vendor/hooks.js";
import { t } from "../../words/index.js";
import "../../words/recording.js";
import { attempt } from "../dialogs.js";
import { Player } from "../files/player.js";
import { html, useSignalOf, useSignalValue } from "../html.js";
import { Icon } from "../icons.js";
import { nameOf } from "../names.js";
import { RoundButton } from "./controls.js";

/** @import { CallSession } from "../../calls/session.js" */
/** @import { PastRecording } from "../../state/types.js" */

/** @param {CallSession} session */
function useRecording(session) {
  const call = useSignalValue(session.call);
  const own = app.calls.own(call);
  const by = call.participants.find(({ id }) => id === call.recording?.by);
  const agreed = call.recording?.consents.includes(own?.id ?? "") ?? false;
  const say = (/** @type {boolean} */ consent) => void attempt(() => app.actions.recordCall(call.id, consent));
  return { state: call.recording?.state ?? null, mine: by !== undefined && by === own, by: by?.user ?? "", agreed, say };
}

/** @param {{session: CallSession}} props */
export function RecordButton({ session }) {
  const { state, say } = useRecording(session);
  const labels = { asked: "recording.cancel", recording: "recording.stop" };
  return html`<${RoundButton} icon="record" kind=${state === "recording" ? "round-recording" : state ? "round-on" : ""}
    label=${t(state ? labels[state] : "recording.record")} press=${() => say(state === null)} />`;
}

/** What everybody in the call is told of it. @param {{session: CallSession}} props */
export function RecordingNotice({ session }) {
  const { state, mine, by, agreed, say } = useRecording(session);
  const user = useSignalOf(app.user, by);
  const name = user ? nameOf(user) : "";
  if (state === "asked" && !agreed) return html`<${Question} name=${name} say=${say} />`;
  return html`<p class="call-recording" role="status" hidden=${state === null}>
    ${state === "recording" && html`<span class="call-recording-dot" aria-hidden="true"></span>
      ${mine ? t("recording.goingMine") : t("recording.goingBy", { name })}`}
    ${state === "asked" && t("recording.waiting")}
  </p>`;
}

/** @param {{name: string, say: (consent: boolean) => void}} props */
function Question({ name, say }) {
  return html`<section class="call-consent" role="alertdialog" aria-label=${t("recording.asked")}
      aria-describedby="recording-asked">
    <p id="recording-asked" role="alert">${t("recording.askedBy", { name })} ${t("recording.kept")}</p>
    <div class="call-notice-buttons">
      <button type="button" class="button" onClick=${() => say(false)}>${t("recording.refuse")}</button>
      <button type="button" class="button button-primary" onClick=${() => say(true)}>${t("recording.agree")}</button>
    </div>
  </section>`;
}

/** What was recorded of a call that is over. @param {{recordings: PastRecording[]}} props */
export function Recordings({ recordings }) {
  return html`<ul class="log-recordings">
    ${recordings.map((one) => html`<li key=${one.id}><${Recorded} recording=${one} /></li>`)}
  </ul>`;
}

/** @param {{recording: PastRecording}} props */
function Recorded({ recording: { state, file, duration_s: seconds } }) {
  const [playing, setPlaying] = useState(false);
  if (!file) return html`<p class="soft">${t(state === "failed" ? "recording.failed" : "recording.uploading")}</p>`;
  if (playing) return html`<${Player} attachment=${file} kind="video" />`;
  const length = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  return html`<button type="button" class="button button-small" onClick=${() => setPlaying(true)}>
    <${Icon} name="video" size=${16} />${t("recording.play", { length })}</button>`;
}
