import { useMemo } from "../../vendor/hooks.js";
import { app } from "../../state/index.js";
import { t } from "../../words/index.js";
import { html, useSignalValue } from "../html.js";
import { nameOf } from "../people/identity.js";

/** @param {string[]} names */
function typingText(names) {
  const [name, other, third] = names;
  if (names.length > 3) return t("timeline.typingMany", { count: names.length });
  return t(`timeline.typing${names.length}`, { name, other, third });
}

/**
 * Who is writing. It has its place also while nobody is, so that nothing moves; it is not announced, for it
 * changes all the time.
 * @param {{id: string}} props
 */
export function TypingLine({ id }) {
  const people = useSignalValue(useMemo(() => app.typing(id), [id]));
  return html`<div class="typing">
    ${people.length > 0 && html`<span class="typing-dots" aria-hidden="true"><i></i><i></i><i></i></span>
      <bdi>${typingText(people.map(nameOf))}</bdi>`}
  </div>`;
}
