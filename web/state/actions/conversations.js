/**
 * Making, finding, joining, leaving and describing conversations, and who is in them.
 *
 * @import { Conversation, Member, Role } from "../types.js"
 * @import { Api } from "../api.js"
 * @import { Knowledge } from "../knowledge.js"
 * @import { People } from "../people.js"
 */
import { putMember } from "../members.js";

/** @typedef {string | {id: string}} Person  an id or a username, or somebody known */

/**
 * @param {object} parts
 * @param {Api} parts.api
 * @param {Knowledge} parts.knowledge
 * @param {People} parts.people
 * @param {(conversation: Conversation) => Conversation} parts.adopt  takes in an answer of the server
 * @param {(id: string) => void} parts.drop
 * @param {(id: string) => Promise<Member[]>} parts.loadMembers
 * @param {() => string} parts.newId
 */
export function conversationActions({ api, knowledge, people, adopt, drop, loadMembers, newId }) {
  /** @param {Promise<Conversation>} answer */
  const adopted = async (answer) => adopt(await answer);
  return {
    /** @param {string} [search] */
    rooms: (search = "") => api.rooms(search),
    /** @param {string} reference  id or slug */
    joinRoom: (reference) => adopted(api.join(reference)),
    /** @param {string} id */
    leave: async (id) => {
      await api.leave(id);
      drop(id);
    },
    /** @param {string} id */
    deleteConversation: async (id) => {
      await api.deleteConversation(id);
      drop(id);
    },
    /** @param {Person} user */
    openDirect: (user) => adopted(api.createConversation({ kind: "direct", members: [idOf(user)] })),
    /** @param {{title: string, members: Person[], history?: "shared" | "joined"}} group */
    createGroup: ({ title, members, history }) =>
      adopted(
        api.createConversation({
          kind: "group",
          title,
          members: members.map(idOf),
          history,
          client_id: newId(),
        }),
      ),
    /** @param {{title: string, slug: string}} room */
    createRoom: ({ title, slug }) =>
      adopted(api.createConversation({ kind: "room", title, slug, client_id: newId() })),
    /** @param {string} id @param {string} title */
    rename: (id, title) => adopted(api.changeConversation(id, { title })),
    /** @param {string} id @param {string | null} until */
    mute: (id, until) => adopted(api.mute(id, until)),
    ...memberActions({ api, knowledge, people, loadMembers }),
  };
}

/**
 * @param {object} parts
 * @param {Api} parts.api
 * @param {Knowledge} parts.knowledge
 * @param {People} parts.people
 * @param {(id: string) => Promise<Member[]>} parts.loadMembers
 */
function memberActions({ api, knowledge: { members }, people, loadMembers }) {
  /** @param {string} id @param {Member} member */
  const put = (id, member) => {
    people.learn(member.user);
    members.change(id, (list) => putMember(list, member));
  };
  /** @param {string} id @param {Person} user */
  const take = (id, user) =>
    members.change(id, (list) => list.filter((member) => member.user.id !== idOf(user)));
  return {
    loadMembers,
    /** @param {string} id @param {Person} user */
    invite: async (id, user) => put(id, await api.invite(id, idOf(user))),
    /** @param {string} id @param {Person} user */
    removeMember: async (id, user) => {
      await api.removeMember(id, idOf(user));
      take(id, user);
    },
    /** @param {string} id @param {Person} user @param {Role} role */
    setRole: async (id, user, role) => put(id, await api.setRole(id, idOf(user), role)),
    /** @param {string} id @param {Person} user */
    ban: async (id, user) => {
      await api.ban(id, idOf(user));
      take(id, user);
    },
    /** @param {string} id @param {Person} user */
    unban: (id, user) => api.unban(id, idOf(user)),
  };
}

/** @param {Person} user */
function idOf(user) {
  return typeof user === "string" ? user : user.id;
}
