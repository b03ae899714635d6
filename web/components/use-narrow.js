import { useEffect, useState } from "../vendor/hooks.js";

/** The same bound as in styles/layout.css: below it the list and what is open take turns. */
const narrow = window.matchMedia("(max-width: 639px)");

/** Whether the window has room for one column only. */
export function useNarrow() {
  const [is, set] = useState(narrow.matches);
  useEffect(() => {
    const changed = () => set(narrow.matches);
    narrow.addEventListener("change", changed);
    return () => narrow.removeEventListener("change", changed);
  }, []);
  return is;
}
