/** What is known, as signals, and what can be done: the one instance of this page. */
import { createApp } from "./app.js";
import { browserSurroundings } from "./browser.js";

export const app = createApp(await browserSurroundings());
