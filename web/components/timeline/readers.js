import { computed } from "../../vendor/signals-core.js";
import { useMemo } from "../../vendor/hooks.js";
import { app } from "../../state/index.js";
import { language, t } from "../../words/index.js";
import { html, useSignalValue } from "../html.js";
import { Avatar } from "../people/avatar.js";
import { nameOf } from "../people/identity.js";

const SHOWN = 5;

/**
 * Those that have read up to this message: small initials, and their names for whoever asks or listens.
 * @param {{users: string}} props  ids with spaces between
 */
export function Readers({ users }) {
  const known = useMemo(
    () => computed(() => users.split(" ").map((id) => app.user(id).value).filter((user) => user !== undefined)),
    [users],
  );
  const readers = useSignalValue(known);
  if (readers.length === 0) return null;
  const names = new Intl.ListFormat(language()).format(readers.map(nameOf));
  return html`<div class="readers" role="img" aria-label=${t("message.seenBy", { names })}
      title=${t("message.seenBy", { names })}>
    ${readers.slice(0, SHOWN).map((user) => html`<${Avatar} key=${user.id} user=${user} size="s" />`)}
    ${readers.length > SHOWN && html`<span class="readers-more">+${readers.length - SHOWN}</span>`}
  </div>`;
}
