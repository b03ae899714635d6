import { app } from "../state/index.js";
import { effect } from "../vendor/signals-core.js";
import { direction, language, setLanguage } from "../words/index.js";

/**
 * Keep the document's theme, language and direction as the person prefers them.
 * @returns {() => void} stops it
 */
export function followPreferences() {
  return effect(() => {
    const { theme, language: wish } = app.preferences.value;
    const root = document.documentElement;
    if (theme === "system") delete root.dataset.theme;
    else root.dataset.theme = theme;
    setLanguage(wish);
    root.lang = language();
    root.dir = direction();
  });
}
