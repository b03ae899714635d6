import { useState } from "../../vendor/hooks.js";
import { app } from "../../state/index.js";
import { t } from "../../words/index.js";
import { addressOf, go } from "../address.js";
import { Dialog } from "../elements/dialog.js";
import { Field } from "../elements/field.js";
import { Complaint, useAttempt } from "../elements/form.js";
import { html } from "../html.js";
import { Icon } from "../icons.js";
import { dismiss, show } from "../surfaces.js";
import { SearchState } from "./search-state.js";
import { useSearch } from "./use-search.js";

/** @typedef {import("../../state/types.js").Room} Room */

/** The open rooms of the server, to look through and join. */
export function RoomsDialog() {
  const [text, setText] = useState("");
  const { attempt, complaint } = useAttempt();
  const search = useSearch(text, (asked) => app.actions.rooms(asked), { empty: true });
  return html`<${Dialog} title=${t("rooms.title")}>
    <div class="form">
      <${Field} label=${t("rooms.search")} type="search" value=${text} input=${setText} autofocus
        attributes=${{ autocomplete: "off", maxlength: 64 }} />
      <${SearchState} search=${search} count="rooms.count" none=${t("rooms.none")}
        noneLead=${t("rooms.noneLead")} />
      ${search.results.length > 0 && html`<ul class="rooms" aria-label=${t("rooms.list")}>
        ${search.results.map((room) => html`<${RoomRow} key=${room.id} room=${room} attempt=${attempt} />`)}
      </ul>`}
      <${Complaint} text=${complaint} />
      <div class="form-end">
        <button type="button" class="button" onClick=${() => show({ kind: "room" })}>
          <${Icon} name="plus" size=${18} />${t("sidebar.room")}</button>
      </div>
    </div>
  </>`;
}

/** @param {{room: Room, attempt: (action: () => Promise<unknown>) => Promise<void>}} props */
function RoomRow({ room, attempt }) {
  const [busy, setBusy] = useState(false);
  const enter = async () => {
    if (busy) return;
    setBusy(true);
    await attempt(async () => {
      if (!room.joined) await app.actions.joinRoom(room.id);
      dismiss();
      go(addressOf(room.id));
    });
    setBusy(false);
  };
  const verb = room.joined ? t("rooms.open") : t("rooms.join");
  return html`<li class="room">
    <span class="room-mark" aria-hidden="true"><${Icon} name="hash" size=${18} /></span>
    <span class="person-words">
      <span class="person-title"><bdi>${room.title || room.slug}</bdi></span>
      <span class="person-sub">${t("conversation.members", { count: room.members_count })}
        ${room.joined && html` · ${t("rooms.joined")}`}</span>
    </span>
    <button type="button" class="button button-small" onClick=${enter} aria-disabled=${busy ? "true" : null}
      aria-label=${`${verb}: ${room.title || room.slug}`}>${verb}</button>
  </li>`;
}
