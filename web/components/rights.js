/**
 * Who may do what, as docs/protocol.md section 7 ("Roles") has it. The server decides; this only keeps
 * the interface from offering what it would refuse.
 */

/** @import { Conversation, Role } from "./types.js" */
/** @typedef {Pick<Conversation, "kind" | "role">} Place */

/** @param {Role | null} role */
function isKeeper(role) {
  return role === "owner" || role === "admin";
}

/** @param {Place} conversation */
export function mayInvite({ kind, role }) {
  return kind !== "direct" && isKeeper(role);
}

export const mayRename = mayInvite;

/** @param {Place & Pick<Conversation, "slug">} conversation the room `general` stays for ever */
export function mayDelete({ kind, role, slug }) {
  return kind !== "direct" && slug !== "general" && isKeeper(role);
}

/** @param {Pick<Conversation, "kind">} conversation */
export function mayLeave({ kind }) {
  return kind !== "direct";
}

/**
 * Removing and banning: admins the members, owners everyone but themselves.
 * @type {(own: Role | null, theirs: Role) => boolean}
 */
export function mayRemove(own, theirs) {
  return own === "owner" || (own === "admin" && theirs === "member");
}

/**
 * The roles that one may give to a member who has `theirs`.
 * @type {(own: Role | null, theirs: Role) => Role[]}
 */
export function rolesToGive(own, theirs) {
  if (own !== "owner") return [];
  return /** @type {Role[]} */ (["owner", "admin", "member"]).filter((role) => role !== theirs);
}
