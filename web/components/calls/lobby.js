/** Before one calls or joins: how one looks, and which devices are used. */
import { Media } from "../../calls/media.js";
import { app } from "../../state/index.js";
import { useLayoutEffect, useMemo } from "../../vendor/hooks.js";
import { t } from "../../words/index.js";
import { Dialog, useDismiss } from "../dialogs.js";
import { html, useSignalOf, useSignalValue } from "../html.js";
import { Avatar } from "../marks.js";
import { titleOf } from "../names.js";
import { show } from "../navigation.js";
import { DevicePickers } from "./devices.js";
import { ToggleCamera, ToggleMicrophone } from "./controls.js";
import { start } from "./running.js";
import { Picture, useStream } from "./tiles.js";

/** @param {{conversation: string, video: boolean}} props */
export function Lobby({ conversation: id, video }) {
  const conversation = useSignalOf(app.conversation, id);
  const live = useSignalOf(app.calls.of, id);
  const close = useDismiss();
  const { media, give } = useMedia(video);
  const title = conversation ? titleOf(conversation) : "";
  const go = () => {
    const given = give();
    // First: a dialog that closes gives the focus back, which the call is to have.
    close();
    void start(id, given);
  };
  return html`<${Dialog} title=${t(live ? "call.joinTitle" : "call.startTitle", { title })} class="dialog-call">
    <${Preview} media=${media} />
    <${Help} media=${media} />
    <${DevicePickers} media=${media} />
    <div class="form-end">
      <button type="button" class="button button-primary button-wide" data-autofocus=""
        onClick=${go}>${t(live ? "call.join" : "call.start")}</button>
    </div>
  </>`;
}

/** One's own media, closed with the dialog unless they were given on. @param {boolean} video */
function useMedia(video) {
  const kept = useMemo(() => ({ media: new Media(app.preferences), given: false }), []);
  // A layout effect: one who is quick has begun the call before any other would run.
  useLayoutEffect(() => {
    void kept.media.open(video);
    return () => {
      if (!kept.given) kept.media.close();
    };
  }, []);
  const give = () => {
    kept.given = true;
    return kept.media;
  };
  return { media: kept.media, give };
}

/** @param {{media: Media}} props */
function Preview({ media }) {
  const me = useSignalValue(app.me);
  const stream = useStream(useSignalValue(media.camera));
  return html`<div class="call-preview">
    ${stream ? html`<${Picture} stream=${stream} silent class="tile-mirrored" label=${t("call.preview")} />`
      : me && html`<${Avatar} user=${me} size="l" />`}
    <div class="call-preview-controls">
      <${ToggleMicrophone} media=${media} /><${ToggleCamera} media=${media} />
    </div>
  </div>
  <${Problems} media=${media} />`;
}

/** The doctor, where something is wrong. @param {{media: Media}} props */
function Help({ media }) {
  const { microphone, camera } = useSignalValue(media.problems);
  return (microphone || camera) && html`<button type="button" class="text-button call-help"
    onClick=${() => show({ kind: "doctor" })}>${t("settings.callCheck")}</button>`;
}

/** Why one is not heard or seen, in words. @param {{media: Media}} props */
export function Problems({ media }) {
  const { microphone, camera } = useSignalValue(media.problems);
  const words = [
    microphone && t(`call.problem.microphone.${microphone}`),
    camera && t(`call.problem.camera.${camera}`),
  ];
  return html`<div role="status">
    ${words.filter(Boolean).map((text) => html`<p key=${text} class="complaint">${text}</p>`)}
  </div>`;
}
