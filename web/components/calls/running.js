/** The call that runs in this tab: how it begins, and what becomes of it. */
import { record } from "../../calls/recorder.js";
import { CallSession } from "../../calls/session.js";
import { stayAwake } from "../../calls/wake.js";
import { app } from "../../state/index.js";
import { signal } from "../../vendor/signals-core.js";
import { t } from "../../words/index.js";
import { tellFailure } from "../dialogs.js";
import { show } from "../navigation.js";

/** @import { Media } from "../../calls/media.js" */
/** @import { Call } from "../../state/types.js" */

export const running = signal(/** @type {CallSession | null} */ (null));

/** What ends with the call. @type {(() => void)[]} */
let endings = [];

/** Whether one is about to: who presses twice begins once. */
let beginning = false;

/** Shown small, beside what one reads. */
export const small = signal(false);

const clock = {
  now: () => performance.now(),
  after(/** @type {number} */ ms, /** @type {() => void} */ callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

/** Joins the one that lives there, if one does. @param {string} conversation @param {Media} media */
export function start(conversation, media) {
  const video = media.camera.peek() !== null;
  return begin("", media, () => app.actions.startCall(conversation, video));
}

/** @param {Call} call @param {Media} media */
export function accept({ id }, media) {
  return begin(id, media, () => app.actions.acceptCall(id));
}

/** @param {string} id @param {Media} media @param {() => Promise<Call>} ask */
async function begin(id, media, ask) {
  if (beginning) return media.close();
  beginning = true;
  try {
    if (await app.calls.take(id)) await enter(media, ask);
    else refuse(media);
  } finally {
    beginning = false;
  }
}

/** @param {Media} media */
function refuse(media) {
  media.close();
  app.notify(t("call.otherTab"), "error");
}

/** @param {Media} media @param {() => Promise<Call>} ask */
async function enter(media, ask) {
  try {
    const call = await ask();
    app.calls.here.value = call.id;
    run(call, media);
  } catch (error) {
    media.close();
    app.calls.leave();
    tellFailure(error);
  }
}

/** @param {Call} call @param {Media} media */
function run(call, media) {
  const { acceptCall, hangUp, iceServers, signalCall } = app.actions;
  const session = new CallSession(call, {
    clock,
    media,
    me: app.me.peek()?.id ?? "",
    life: crypto.randomUUID(),
    relay: () => app.preferences.peek().relay,
    connect: (configuration) => new RTCPeerConnection(configuration),
    servers: iceServers,
    accept: acceptCall,
    hangup: hangUp,
    // A lost one is made good by those that come after it.
    signal: (id, to, said) => void signalCall(id, to, said).catch(() => undefined),
    ended: (last, vain) => over(session, last, vain),
  });
  app.calls.listener = {
    call: (next) => session.update(next),
    signal: (from, said) => session.heard(from, said),
    welcomed: () => session.resume(),
    ended: () => session.end(),
  };
  endings = [followRecording(session), stayAwake(session)];
  small.value = false;
  running.value = session;
}

/** @param {CallSession} session */
function followRecording(session) {
  const { completeRecording, recordCall, recordingPart, recordingParts } = app.actions;
  const { id } = session.call.peek();
  const storage = {
    put: async (/** @type {number} */ number, /** @type {Blob} */ content) => {
      const { url } = await recordingPart(id, number, content.size);
      const { ok, status } = await fetch(url, { method: "PUT", body: content, credentials: "omit" });
      if (!ok) throw new Error(`a part was refused with ${status}`);
    },
    arrived: () => recordingParts(id),
    complete: async () => {
      // Whatever the answer: what was said before it, such as that one hangs up, is done by then.
      await recordCall(id, false).catch(() => undefined);
      return completeRecording(id);
    },
    after: clock.after,
  };
  return record(session, { storage, keep });
}

/** @param {Promise<unknown>} sending */
async function keep(sending) {
  const { unsent } = app.calls;
  // Unnoticed by what calls this: the recorder follows signals.
  unsent.value = unsent.peek() + 1;
  try {
    await sending;
  } catch (error) {
    tellFailure(error);
  } finally {
    unsent.value -= 1;
  }
}

/** @param {CallSession} session @param {Call} call @param {boolean} vain */
function over(session, call, vain) {
  for (const end of endings.splice(0)) end();
  if (running.peek() === session) running.value = null;
  app.calls.leave();
  const reason = call.end_reason;
  if (vain || reason === "failed") return lost(vain);
  if (reason && reason !== "cancelled") app.notify(t(`call.over.${reason}`));
}

/** The doctor knows more. @param {boolean} vain */
function lost(vain) {
  const check = { label: t("settings.callCheck"), run: () => show({ kind: "doctor" }) };
  app.notify(t(vain ? "call.over.vain" : "call.over.failed"), "error", check);
}

/** The network is another one: what was agreed may lead nowhere now. */
function moved() {
  void running.peek()?.moved();
}

addEventListener("online", moved);
/** @type {{connection?: EventTarget}} */ (navigator).connection?.addEventListener("change", moved);
