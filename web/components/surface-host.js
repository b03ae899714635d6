import { RenameDialog } from "./details/rename-dialog.js";
import { InviteDialog } from "./details/invite-dialog.js";
import { ConfirmDialog } from "./elements/confirm-dialog.js";
import { RoomsDialog } from "./find/rooms-dialog.js";
import { SearchDialog } from "./find/search-dialog.js";
import { Switcher } from "./find/switcher.js";
import { html, useSignalValue } from "./html.js";
import { NewDirect } from "./new/new-direct.js";
import { NewGroup } from "./new/new-group.js";
import { NewRoom } from "./new/new-room.js";
import { ProfileCard } from "./people/profile-card.js";
import { surface } from "./surfaces.js";

const dialogs = {
  direct: NewDirect,
  group: NewGroup,
  room: NewRoom,
  rooms: RoomsDialog,
  switcher: Switcher,
  search: SearchDialog,
  profile: ProfileCard,
  invite: InviteDialog,
  rename: RenameDialog,
  confirm: ConfirmDialog,
};

/** The dialog that is open, if any. */
export function Surfaces() {
  const open = useSignalValue(surface);
  if (!open) return null;
  const { kind, ...props } = open;
  return html`<${dialogs[kind]} key=${kind} ...${props} />`;
}
