import { h } from "../vendor/preact.js";
import { useLayoutEffect, useReducer, useRef } from "../vendor/hooks.js";
import htm from "../vendor/htm.js";
import { effect } from "../vendor/signals-core.js";

/** Markup as tagged templates: `html`<p>${text}</p>``. Text stays text; nothing here parses HTML. */
export const html = htm.bind(h);

/**
 * The value of a signal; the component is drawn again when it changes. Give the same signal object at
 * every drawing (`useMemo` where it is made on the spot), otherwise it subscribes anew each time.
 * @template T
 * @param {{readonly value: T, peek(): T}} signal
 * @returns {T}
 */
export function useSignalValue(signal) {
  const [, redraw] = useReducer((/** @type {number} */ count) => count + 1, 0);
  const drawn = useRef(/** @type {T | undefined} */ (undefined));
  drawn.current = signal.peek();
  useLayoutEffect(
    () =>
      effect(() => {
        // Also catches a change between drawing and subscribing.
        if (!Object.is(signal.value, drawn.current)) redraw(0);
      }),
    [signal],
  );
  return signal.peek();
}
