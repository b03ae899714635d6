/** @import { CallSession } from "./session.js" */
import { effect } from "../vendor/signals-core.js";
import { others } from "./direction.js";

/**
 * While there is somebody to be seen in a call the screen stays on, where the browser can do that; what is
 * returned ends it.
 * @param {Pick<CallSession, "media" | "peers">} session
 * @param {{wakeLock?: Pick<WakeLock, "request">}} [browser]
 * @param {Pick<Document, "visibilityState" | "addEventListener" | "removeEventListener">} [page]
 */
export function stayAwake({ media, peers }, { wakeLock } = navigator, page = document) {
  if (!wakeLock) return () => {};
  let seen = false;
  /** @type {Promise<WakeLockSentinel | null> | null} */
  let asked = null;
  const settle = () => {
    // The browser takes it back from a page that is hidden.
    if (seen && page.visibilityState === "visible") return void (asked ??= request(wakeLock));
    void asked?.then((lock) => lock?.release());
    asked = null;
  };
  const stop = effect(() => {
    const people = [media.shown.value, ...others(peers.value)];
    seen = people.some(({ video, screen }) => video || screen);
    settle();
  });
  page.addEventListener("visibilitychange", settle);
  return () => {
    stop();
    page.removeEventListener("visibilitychange", settle);
    seen = false;
    settle();
  };
}

/** @param {Pick<WakeLock, "request">} wakeLock */
function request(wakeLock) {
  // Refused, as on a battery that is nearly empty: then the screen goes dark as it always does.
  return wakeLock.request("screen").catch(() => null);
}
