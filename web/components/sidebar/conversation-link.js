import { useMemo } from "../../vendor/hooks.js";
import { app } from "../../state/index.js";
import { t } from "../../words/index.js";
import { addressOf } from "../address.js";
import { Mark } from "../conversation/mark.js";
import { isMuted } from "../conversation/muted.js";
import { Unread } from "../conversation/unread.js";
import { html, useSignalValue } from "../html.js";
import { Icon } from "../icons.js";
import { nameOf } from "../people/identity.js";
import { briefTime } from "../times.js";

/** @typedef {import("../../state/types.js").Conversation} Conversation */

/**
 * One line of the list. Its accessible name begins with the title.
 * @param {{conversation: Conversation, title: string, current: boolean}} props
 */
export function ConversationLink({ conversation, title, current }) {
  const { id, unread, last_message: last, muted_until: until } = conversation;
  const muted = isMuted(until);
  const bold = unread > 0 && !muted;
  return html`<a class=${`conversation-link${bold ? " is-unread" : ""}`} href=${addressOf(id)}
      aria-current=${current ? "page" : null}>
    <span class="link-title"><bdi>${title}</bdi></span>
    <span class="link-mark"><${Mark} conversation=${conversation} /></span>
    <span class="link-time">
      ${last && html`<time datetime=${last.created_at}>${briefTime(last.created_at)}</time>`}
    </span>
    <span class="link-preview"><${Preview} conversation=${conversation} /></span>
    <span class="link-marks">
      ${muted && html`<span class="link-muted"><${Icon} name="bellOff" size=${14} />
        <span class="visually-hidden">${t("sidebar.muted")}</span></span>`}
      <${Unread} conversation=${conversation} />
    </span>
  </a>`;
}

/** Who is writing, else the last message in a line. @param {{conversation: Conversation}} props */
function Preview({ conversation }) {
  const typing = useSignalValue(useMemo(() => app.typing(conversation.id), [conversation.id]));
  const me = useSignalValue(app.me);
  if (typing.length > 0) {
    return html`<span class="link-typing"><bdi>${nameOf(typing[0])}</bdi> ${t("sidebar.typing")}</span>`;
  }
  return html`<bdi>${lastWords(conversation, me?.id)}</bdi>`;
}

/**
 * @param {Conversation} conversation
 * @param {string | undefined} me
 */
function lastWords({ kind, last_message: last }, me) {
  if (!last) return t("sidebar.noMessages");
  const text = last.deleted ? t("sidebar.deleted") : oneLine(last.body ?? "");
  if (last.sender.id === me) return t("sidebar.byYou", { text });
  return kind === "direct" ? text : t("sidebar.byOther", { name: nameOf(last.sender), text });
}

/** @param {string} body enough of it for a line */
function oneLine(body) {
  return body.slice(0, 160).replace(/\s+/gu, " ").trim();
}
