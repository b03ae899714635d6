/** What one sees of each person in a call: their picture or their initials, their name, and how they do. */
import { app } from "../../state/index.js";
import { useEffect, useLayoutEffect, useMemo, useRef } from "../../vendor/hooks.js";
import { t } from "../../words/index.js";
import { html, useSignalOf, useSignalValue } from "../html.js";
import { Icon } from "../icons.js";
import { Avatar } from "../marks.js";
import { nameOf } from "../names.js";

/** @import { CallSession } from "../../calls/session.js" */
/** @import { Peer } from "../../calls/peer.js" */
/** @import { Participant, UserBrief } from "../../state/types.js" */

/**
 * @param {{stream: MediaStream, silent?: boolean, class?: string, label?: string, audible?: boolean}} props
 *   `silent`: its sound is not played here
 */
export function Picture({ stream, silent = false, class: className = "", label }) {
  const video = useRef(/** @type {HTMLVideoElement | null} */ (null));
  const { speaker } = useSignalValue(app.preferences);
  useLayoutEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [stream]);
  useEffect(() => {
    // A speaker that is gone since: the browser's own choice is as good.
    if (!silent) video.current?.setSinkId?.(speaker).catch(() => undefined);
  }, [speaker]);
  return html`<video ref=${video} class=${`tile-picture ${className}`} autoplay playsinline muted=${silent}
    aria-label=${label} aria-hidden=${label ? null : "true"}></video>`;
}

/** A stream of one track. @param {MediaStreamTrack | null} track */
export function useStream(track) {
  return useMemo(() => (track ? new MediaStream([track]) : null), [track]);
}

/**
 * @param {{user: UserBrief | undefined, words?: string, filmed?: boolean, muted?: boolean, speaking?: boolean,
 *   name?: string, class?: string, children?: unknown}} props `words`: what there is to say beside the name
 */
function Tile({ user, words = "", filmed = false, muted = false, speaking = false, class: className = "",
  name = user ? nameOf(user) : "", children }) {
  return html`<li class=${`tile ${className}`} data-speaking=${speaking ? "" : null} data-filmed=${filmed ? "" : null}>
    ${children}
    ${!filmed && user && html`<span class="tile-face"><${Avatar} user=${user} size="l" /></span>`}
    ${words && html`<p class="tile-words">${words}</p>`}
    <p class="tile-name">
      ${muted && html`<${Icon} name="micOff" size=${16} /><span class="visually-hidden">${t("call.isMuted")}</span>`}
      <bdi>${name}</bdi>
    </p>
  </li>`;
}

/** @param {{session: CallSession}} props */
export function OwnTile({ session: { media } }) {
  const me = useSignalValue(app.me);
  const camera = useSignalValue(media.camera);
  const shown = useSignalValue(media.shown);
  const stream = useStream(camera);
  if (!me) return null;
  return html`<${Tile} user=${me} name=${t("call.you", { name: nameOf(me) })} class="tile-own"
      filmed=${stream !== null} muted=${!shown.audio}>
    ${stream && html`<${Picture} stream=${stream} silent class="tile-mirrored" />`}
  </>`;
}

/** What one shows of one's screen. @param {{session: CallSession}} props */
export function OwnScreen({ session: { media } }) {
  const stream = useStream(useSignalValue(media.screen));
  if (!stream) return null;
  return html`<li class="tile tile-screen" data-filmed="">
    <${Picture} stream=${stream} silent />
    <p class="tile-name">${t("call.yourScreen")}</p>
  </li>`;
}

/** @param {{participant: Participant, peer: Peer | undefined}} props */
export function PersonTile({ participant, peer }) {
  const user = useSignalOf(app.user, participant.user);
  if (peer) return html`<${Connected} key=${participant.id} participant=${participant} peer=${peer} user=${user} />`;
  return html`<${Tile} user=${user} words=${t(`call.state.${participant.state}`)} class="tile-waiting" />`;
}

/** @param {{participant: Participant, peer: Peer, user: UserBrief | undefined}} props */
function Connected({ participant, peer, user }) {
  const state = useSignalValue(peer.state);
  const shown = useSignalValue(peer.shown);
  const speaking = useSignalValue(peer.speaking);
  const measured = useSignalValue(peer.measured);
  const quality = measured?.quality ?? "good";
  const words = wordsOf(state, participant, quality);
  return html`<${Tile} user=${user} words=${words} filmed=${shown.video} muted=${!shown.audio}
      speaking=${speaking && shown.audio}>
    <${Picture} stream=${peer.face} />
  </>`;
}

/** @param {string} state of the connection @param {Participant} participant @param {string} quality */
function wordsOf(state, participant, quality) {
  if (state === "connecting") return t("call.state.connecting");
  if (state === "lost" || participant.state === "reconnecting") return t("call.state.reconnecting");
  return quality === "poor" ? t("call.quality.poor") : "";
}

/** @param {{participant: Participant, peer: Peer}} props */
export function PersonScreen({ participant, peer }) {
  const user = useSignalOf(app.user, participant.user);
  const shown = useSignalValue(peer.shown);
  if (!shown.screen) return null;
  const label = t("call.screenOf", { name: user ? nameOf(user) : "" });
  return html`<li class="tile tile-screen" data-filmed="">
    <${Picture} stream=${peer.screen} silent label=${label} />
    <p class="tile-name"><bdi>${label}</bdi></p>
  </li>`;
}
