import { t } from "../../words/index.js";
import { nameOf } from "../people/identity.js";

/** @typedef {import("../../state/types.js").Conversation} Conversation */

/** What a conversation is called in the interface. @param {Conversation} conversation */
export function titleOf({ kind, peer, title, slug }) {
  if (kind === "direct" && peer) return nameOf(peer);
  return title?.trim() || slug || t("conversation.untitled");
}
