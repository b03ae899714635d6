import { useEffect, useState } from "../vendor/hooks.js";
import { attempt } from "./dialogs.js";
import { html } from "./html.js";

/**
 * A component that is loaded when it is first drawn: what few open need not come with the page.
 * @template {object} P
 * @param {() => Promise<(props: P) => unknown>} load
 */
export function lazy(load) {
  /** @type {((props: P) => unknown) | null} */
  let loaded = null;
  return (/** @type {P} */ props) => {
    const [Loaded, set] = useState(() => loaded);
    // At every drawing: what failed to come is asked for again by whoever opens it again.
    useEffect(() => {
      if (Loaded) return;
      void attempt(async () => {
        loaded ??= await load();
        set(() => loaded);
      });
    });
    return Loaded && html`<${Loaded} ...${props} />`;
  };
}
