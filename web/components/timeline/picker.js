import { lazy } from "../lazy.js";

/** The choice of emoji, with their names: loaded when somebody first chooses one. */
export const EmojiPicker = lazy(async () => (await import("./emoji-picker.js")).EmojiPicker);
