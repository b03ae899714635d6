/** A message without words, in a few. */

import { t } from "../words/index.js";
import { kindOf } from "./kinds.js";

/** @import { Attachment } from "./types.js" */

/** Nothing for none. @param {readonly Attachment[]} attachments */
export function summaryOf(attachments) {
  const [first] = attachments;
  if (!first) return "";
  const kinds = new Set(attachments.map(({ media_type: type }) => kindOf(type)));
  const kind = kinds.size === 1 ? kindOf(first.media_type) : "file";
  if (kind === "file" && attachments.length === 1) return first.name;
  return t(`files.${kind}`, { count: attachments.length });
}
