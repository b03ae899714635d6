import { t } from "../../words/index.js";
import { html } from "../html.js";
import { Icon } from "../icons.js";
import { nameOf } from "../people/identity.js";

/**
 * What a message answers, above it; pressing it leads there.
 * @param {{answered: import("../../state/types.js").ReplyTo, jump: (id: string) => void, tab: number}} props
 */
export function Quote({ answered, jump, tab }) {
  const { id, sender, excerpt } = answered;
  return html`<button type="button" class="quote" tabindex=${tab} onClick=${() => jump(id)}>
    <${Icon} name="reply" size=${14} />
    <span class="visually-hidden">${t("message.answers", { name: nameOf(sender) })}: </span>
    <bdi class="quote-author" aria-hidden="true">${nameOf(sender)}</bdi>
    <bdi class="quote-text">${excerpt || t("message.answersDeleted")}</bdi>
  </button>`;
}
