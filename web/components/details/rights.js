/** @typedef {import("../../state/types.js").Conversation} Conversation */
/** @typedef {import("../../state/types.js").Member} Member */
/** @typedef {import("../../state/types.js").Role} Role */

/**
 * Who may do what, as docs/protocol.md section 7 ("Roles") has it. The server decides; this only keeps
 * the interface from offering what it would refuse.
 * @param {Pick<Conversation, "kind" | "role">} conversation
 */
export function mayInvite({ kind, role }) {
  return kind !== "direct" && isKeeper(role);
}

/** @param {Pick<Conversation, "kind" | "role">} conversation */
export function mayRename({ kind, role }) {
  return kind !== "direct" && isKeeper(role);
}

/** @param {Pick<Conversation, "kind" | "role" | "slug">} conversation the room `general` stays for ever */
export function mayDelete({ kind, role, slug }) {
  return kind !== "direct" && slug !== "general" && isKeeper(role);
}

/** @param {Pick<Conversation, "kind">} conversation */
export function mayLeave({ kind }) {
  return kind !== "direct";
}

/**
 * Removing and banning: admins the members, owners everyone but themselves.
 * @param {Role | null} own
 * @param {Role} theirs
 */
export function mayRemove(own, theirs) {
  return own === "owner" || (own === "admin" && theirs === "member");
}

/**
 * The roles that one may give to a member who has `theirs`.
 * @param {Role | null} own
 * @param {Role} theirs
 * @returns {Role[]}
 */
export function rolesToGive(own, theirs) {
  if (own !== "owner") return [];
  return /** @type {Role[]} */ (["owner", "admin", "member"]).filter((role) => role !== theirs);
}

/** @param {Role | null} role */
function isKeeper(role) {
  return role === "owner" || role === "admin";
}
