/**
 * The people of the conversations whose members were asked for.
 *
 * @import { Entry, Member } from "./types.js"
 * @import { ReadonlySignal, Signal } from "../vendor/signals-core.js"
 */
import { signal } from "../vendor/signals-core.js";

export class Members {
  /** @type {Map<string, Signal<Member[] | null>>} */
  #lists = new Map();

  /**
   * @param {string} conversation
   * @returns {ReadonlySignal<Member[] | null>}  null until they were loaded
   */
  of(conversation) {
    return this.#place(conversation);
  }

  /**
   * @param {string} conversation
   * @param {Member[]} members
   */
  set(conversation, members) {
    this.#place(conversation).value = members;
  }

  /**
   * @param {string} conversation
   * @param {(members: Member[]) => Member[]} change
   */
  change(conversation, change) {
    const place = this.#place(conversation);
    if (place.peek()) place.value = change(place.peek() ?? []);
  }

  /** @param {Entry} entry */
  apply(entry) {
    if (!entry.type.startsWith("member_")) return;
    this.change(entry.conversation, (members) => applyToMembers(members, entry));
  }

  clear() {
    for (const place of this.#lists.values()) place.value = null;
  }

  /** @param {string} conversation */
  #place(conversation) {
    const known = this.#lists.get(conversation);
    if (known) return known;
    /** @type {Signal<Member[] | null>} */
    const made = signal(null);
    this.#lists.set(conversation, made);
    return made;
  }
}

/**
 * @param {Member[]} members
 * @param {Entry} entry
 * @returns {Member[]}
 */
export function applyToMembers(members, entry) {
  switch (entry.type) {
    case "member_joined": {
      const { user, role } = entry;
      return putMember(members, { user, role, read_seq: entry.seq - 1, joined_at: entry.at });
    }
    case "member_left":
      return members.filter((member) => member.user.id !== entry.user);
    case "member_role":
      return members.map((member) =>
        member.user.id === entry.user ? { ...member, role: entry.role } : member,
      );
    default:
      return members;
  }
}

/**
 * @param {Member[]} members
 * @param {Member} member
 * @returns {Member[]}  with `member`, once
 */
export function putMember(members, member) {
  if (!members.some((other) => other.user.id === member.user.id)) return [...members, member];
  return members.map((other) => (other.user.id === member.user.id ? member : other));
}
