/** The conversation view: the messages, and where one writes. */
export { Composer } from "./composer.js";
export { Timeline } from "./timeline.js";
