import { useEffect, useState } from "../vendor/hooks.js";
import { app } from "../state/index.js";
import { t } from "../words/index.js";
import { html, useSignalValue } from "./html.js";
import { useLate } from "./use-late.js";

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

/**
 * Whole seconds until a moment, counted down.
 * @param {number | null} moment milliseconds since 1970
 */
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
