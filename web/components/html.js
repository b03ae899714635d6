/** Markup as templates, and the hooks that components share. */
import { Component, h } from "../vendor/preact.js";
import { useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState } from "../vendor/hooks.js";
import htm from "../vendor/htm.js";
import { effect } from "../vendor/signals-core.js";

/** Markup as tagged templates: `html`<p>${text}</p>``. Text stays text; nothing here parses HTML. */
export const html = htm.bind(h);

/**
 * The value of a signal; the component is drawn again when it changes. Give the same signal object at
 * every drawing (`useSignalOf` where it is made on the spot), otherwise it subscribes anew each time.
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

/**
 * The value of the signal that `find` has for `id`.
 * @template T
 * @param {(id: string) => {readonly value: T, peek(): T}} find
 * @param {string} id
 */
export function useSignalOf(find, id) {
  return useSignalValue(useMemo(() => find(id), [id]));
}

/**
 * True once `active` has lasted for `ms`: for what is not worth a word while it is quickly over.
 * @param {boolean} active
 * @param {number} ms
 */
export function useLate(active, ms) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!active) return setLate(false);
    const timer = setTimeout(() => setLate(true), ms);
    return () => clearTimeout(timer);
  }, [active, ms]);
  return late;
}

/** Whether the window has room for one column only; the same bound as in styles/workspace.css. */
export function useNarrow() {
  const narrow = useMemo(() => window.matchMedia("(max-width: 639px)"), []);
  const [is, set] = useState(narrow.matches);
  useLayoutEffect(() => {
    const changed = () => set(narrow.matches);
    narrow.addEventListener("change", changed);
    return () => narrow.removeEventListener("change", changed);
  }, []);
  return is;
}

/**
 * A component that is drawn again only when a property is another one: of a hundred rows, the one that
 * changed.
 * @template {object} P
 * @param {(props: P) => any} draw
 */
export function pure(draw) {
  return class extends Component {
    /** @param {any} next */
    shouldComponentUpdate(next) {
      return differ(this.props, next);
    }

    /** @param {any} props */
    render(props) {
      return draw(props);
    }
  };
}

/** @param {Record<string, unknown>} one @param {Record<string, unknown>} other */
function differ(one, other) {
  const keys = Object.keys(one);
  return keys.length !== Object.keys(other).length || keys.some((key) => !Object.is(one[key], other[key]));
}
