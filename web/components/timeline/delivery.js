import { app } from "../../state/index.js";
import { t } from "../../words/index.js";
import { attempt, failureText } from "../elements/failure.js";
import { html } from "../html.js";
import { Icon } from "../icons.js";

/** @typedef {import("../../state/types.js").Message} Message */
/** @typedef {import("./outgoing.js").DeliveryState} DeliveryState */

/** @type {Record<DeliveryState, import("../icons.js").IconName>} */
const ICONS = { sending: "clock", sent: "check", failed: "warning" };

/**
 * How far an own message came.
 * @param {{message: Message, state: DeliveryState | null}} props
 */
export function Delivery({ message, state }) {
  if (!state) return null;
  return html`<div class=${`delivery delivery-${state}`}>
    <${Icon} name=${ICONS[state]} size=${14} />
    <span>${t(`message.${state}`)}</span>
    ${state === "failed" && html`<${Failure} message=${message} />`}
  </div>`;
}

/** @param {{message: Message}} props */
function Failure({ message }) {
  const { client_id: id, conversation } = message;
  const item = app.timeline(conversation).outgoing.peek().find((each) => each.client_id === id);
  return html`${item?.error && html`<span class="delivery-reason">${failureText(item.error)}</span>`}
    <button type="button" class="text-button" onClick=${() => attempt(async () => app.actions.retry(id))}>
      ${t("message.retry")}</button>
    <button type="button" class="text-button" onClick=${() => attempt(async () => app.actions.discard(id))}>
      ${t("message.discard")}</button>`;
}
