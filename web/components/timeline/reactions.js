import { app } from "../../state/index.js";
import { t } from "../../words/index.js";
import { attempt } from "../elements/failure.js";
import { html } from "../html.js";

/** @typedef {import("../../state/types.js").Message} Message */
/** @typedef {import("../../state/types.js").Reaction} Reaction */

/**
 * The server tells how many gave an emoji and whether one is oneself.
 * @param {Reaction} reaction
 */
function nameFor({ emoji, count, mine }) {
  return t(mine ? "message.reactionMine" : "message.reaction", { emoji, count });
}

/** @param {{message: Message, tab: number}} props */
export function Reactions({ message, tab }) {
  const given = message.reactions.filter(({ count }) => count > 0);
  if (given.length === 0) return null;
  return html`<div class="reactions">
    ${given.map((reaction) => html`<button type="button" key=${reaction.emoji} tabindex=${tab} class="reaction"
        aria-pressed=${reaction.mine ? "true" : "false"} aria-label=${nameFor(reaction)} title=${nameFor(reaction)}
        onClick=${() => attempt(() => app.actions.react(message, reaction.emoji, !reaction.mine))}>
      <span class="reaction-emoji">${reaction.emoji}</span> <span class="reaction-count">${reaction.count}</span>
    </button>`)}
  </div>`;
}
