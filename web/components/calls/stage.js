/** All that is seen of calls outside of conversations; loaded when there is one to see. */
import { Media } from "../../calls/media.js";
import { ring } from "../../calls/tones.js";
import { app } from "../../state/index.js";
import { useEffect } from "../../vendor/hooks.js";
import { t } from "../../words/index.js";
import "../../words/calls.js";
import { attempt } from "../dialogs.js";
import { html, useSignalOf, useSignalValue } from "../html.js";
import { Icon } from "../icons.js";
import { Avatar } from "../marks.js";
import { nameOf, titleOf } from "../names.js";
import { Broken, Room } from "./room.js";
import { accept, running } from "./running.js";

/** @import { Call, Conversation, UserBrief } from "../../state/types.js" */

export function Stage() {
  const session = useSignalValue(running);
  const ringing = useSignalValue(app.calls.ringing);
  const broken = useSignalValue(app.calls.broken);
  const live = useSignalValue(app.calls.live);
  const lost = broken === null ? undefined : live.get(broken);
  return html`${session && html`<${Room} key=${session.call.peek().id} session=${session} />`}
    ${lost && html`<${Interrupted} call=${lost} />`}
    <div class="call-arrivals">
      ${ringing.map((call) => html`<${Incoming} key=${call.id} call=${call} />`)}
    </div>`;
}

/** @param {{call: Call}} props */
function Incoming({ call }) {
  const caller = useSignalOf(app.user, call.started_by ?? "");
  const conversation = useSignalOf(app.conversation, call.conversation);
  const video = call.media.includes("video");
  useRinging();
  const name = caller ? nameOf(caller) : "";
  const title = t(video ? "call.incomingVideo" : "call.incomingAudio");
  return html`<section class="call-incoming" role="alertdialog" aria-label=${t("call.incomingFrom", { name })}>
    <${Caller} caller=${caller} conversation=${conversation} title=${title} />
    <p class="visually-hidden" role="alert">${t("call.incomingFrom", { name })}</p>
    <div class="call-incoming-buttons">
      <button type="button" class="button call-decline"
        onClick=${() => attempt(() => app.actions.declineCall(call.id))}>
        <${Icon} name="hangUp" size=${18} />${t("call.decline")}</button>
      <button type="button" class="button call-accept" onClick=${() => answer(call, false)}>
        <${Icon} name="phone" size=${18} />${t("call.accept")}</button>
      <button type="button" class="button call-accept" aria-label=${t("call.acceptVideoName")}
          onClick=${() => answer(call, true)}>
        <${Icon} name="video" size=${18} />${t("call.acceptVideo")}</button>
    </div>
  </section>`;
}

/** @param {{caller: UserBrief | undefined, conversation: Conversation | undefined, title: string}} props */
function Caller({ caller, conversation, title }) {
  const group = conversation && conversation.kind !== "direct" ? titleOf(conversation) : "";
  return html`<div class="call-caller">
    ${caller && html`<span class="call-pulse"><${Avatar} user=${caller} size="l" /></span>`}
    <div class="call-names">
      <p class="call-title"><bdi>${caller && nameOf(caller)}</bdi></p>
      <p class="call-sub">${title}${group && html` · <bdi>${group}</bdi>`}</p>
    </div>
  </div>`;
}

/** In one tab, and not over another call. */
function useRinging() {
  const here = useSignalValue(app.calls.here);
  useEffect(() => (here === null && app.calls.loud() ? ring() : undefined), [here]);
}

/** Whoever is in another call leaves it. @param {Call} call @param {boolean} video */
async function answer(call, video) {
  await attempt(async () => running.peek()?.hangup());
  const media = new Media(app.preferences);
  void media.open(video);
  await accept(call, media);
}

/** @param {{call: Call}} props */
function Interrupted({ call }) {
  const conversation = useSignalOf(app.conversation, call.conversation);
  return html`<${Broken} title=${conversation ? titleOf(conversation) : ""}>
    <button type="button" class="button" onClick=${() => attempt(() => app.actions.hangUp(call.id))}>
      ${t("call.hangUp")}</button>
    <button type="button" class="button button-primary"
      onClick=${() => answer(call, false)}>${t("call.goOn")}</button>
  </>`;
}
