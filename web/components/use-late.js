import { useEffect, useState } from "../vendor/hooks.js";

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
