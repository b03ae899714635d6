import { useEffect, useState } from "../../vendor/hooks.js";

/**
 * @template T
 * @typedef {{state: "idle" | "searching" | "found" | "failed", results: T[], error: unknown}} Search
 */

/** Waiting for the next letter costs less than asking for each. */
const pause = 200;

/** @type {Search<never>} */
const idle = { state: "idle", results: [], error: null };

/**
 * What is found for a text, asked a moment after the last change; only the newest question's answer counts.
 * @template T
 * @param {string} text
 * @param {(text: string) => Promise<T[]>} find
 * @param {{empty?: boolean, scope?: unknown}}
 *   [options] `empty`: an empty text is a question too; `scope`: asks anew when it changes
 * @returns {Search<T>}
 */
export function useSearch(text, find, { empty = false, scope = null } = {}) {
  const [search, setSearch] = useState(/** @type {Search<T>} */ (idle));
  const asked = text.trim();
  useEffect(() => {
    if (!asked && !empty) return setSearch(idle);
    let newest = true;
    const settle = (/** @type {Partial<Search<T>>} */ change) => {
      if (newest) setSearch((old) => ({ ...old, ...change }));
    };
    const ask = () => {
      settle({ state: "searching" });
      find(asked).then(
        (results) => settle({ state: "found", results, error: null }),
        (error) => settle({ state: "failed", results: [], error }),
      );
    };
    const timer = setTimeout(ask, asked ? pause : 0);
    return () => {
      newest = false;
      clearTimeout(timer);
    };
  }, [asked, scope]);
  return search;
}
