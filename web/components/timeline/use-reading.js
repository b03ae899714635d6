import { useEffect, useLayoutEffect } from "../../vendor/hooks.js";
import { app } from "../../state/index.js";

/** @typedef {import("./use-log.js").Log} Log */

/**
 * Read is what was in sight of somebody. State waits a moment, and says it only while the page is looked at.
 * @param {string} id
 * @param {Log} log
 */
export function useReading(id, log) {
  const tell = () => {
    const seq = lastSeen(log);
    const known = app.conversation(id).peek()?.read_seq ?? 0;
    if (seq > known && document.hasFocus()) app.actions.read(id, seq);
  };
  useLayoutEffect(tell);
  useEffect(() => {
    const { scroller } = log.viewport ?? {};
    scroller?.addEventListener("scroll", tell, { passive: true });
    window.addEventListener("focus", tell);
    return () => {
      scroller?.removeEventListener("scroll", tell);
      window.removeEventListener("focus", tell);
    };
  }, [log]);
}

/** @param {Log} log */
function lastSeen(log) {
  if (!log.viewport || !log.opened.loaded) return 0;
  let row = /** @type {Element | null} */ (log.viewport.lastVisible());
  while (row && !/^\d+$/.test(row.getAttribute("data-seq") ?? "")) row = row.previousElementSibling;
  return Number(row?.getAttribute("data-seq") ?? 0);
}
