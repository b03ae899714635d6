/**
 * What can be done.
 *
 * @import { AccountActions, CallActions, ConversationActions, MemberActions } from "./calls.js"
 * @import { MessageActions, PeopleActions, Person } from "./calls.js"
 * @import { Client } from "./client.js"
 * @import { Conversation, Frame, Member, Message } from "./types.js"
 */
import { putMember } from "./conversations.js";

/** @param {Client} client */
export function actionsOf(client) {
  return {
    ...accountActions(client),
    ...conversationActions(client),
    ...memberActions(client),
    ...messageActions(client),
    ...peopleActions(client),
    ...callActions(client),
  };
}

/** @type {(client: Client) => AccountActions} */
function accountActions({ account, api, files, session }) {
  return {
    signIn: (credentials) => session.signIn(credentials),
    register: (registration) => session.register(registration),
    signOut: () => session.signOut(),
    changeName: async (displayName) => account(await api.changeMe({ display_name: displayName })),
    changeAvatar: async (picture, signal) => {
      const avatar = picture && (await files.upload(picture, signal)).id;
      account(await api.changeMe({ avatar }));
    },
    changePassword: api.changePassword,
    sessions: api.sessions,
    endSession: api.endSession,
    endOtherSessions: api.endOtherSessions,
  };
}

/** @type {(client: Client) => ConversationActions} */
function conversationActions({ api, belonging, newId }) {
  /** @param {Promise<Conversation>} answer */
  const adopted = async (answer) => belonging.adopt(await answer);
  return {
    rooms: (search = "") => api.rooms(search),
    joinRoom: (reference) => adopted(api.join(reference)),
    leave: async (id) => {
      await api.leave(id);
      belonging.drop(id);
    },
    deleteConversation: async (id) => {
      await api.deleteConversation(id);
      belonging.drop(id);
    },
    openDirect: (user) => adopted(api.createConversation({ kind: "direct", members: [idOf(user)] })),
    createGroup: ({ title, members, history }) => {
      const description = { title, members: members.map(idOf), history };
      return adopted(api.createConversation({ kind: "group", ...description, client_id: newId() }));
    },
    createRoom: ({ title, slug }) =>
      adopted(api.createConversation({ kind: "room", title, slug, client_id: newId() })),
    rename: (id, title) => adopted(api.changeConversation(id, { title })),
    mute: (id, until) => adopted(api.mute(id, until)),
  };
}

/** @type {(client: Client) => MemberActions} */
function memberActions({ api, knowledge: { members }, loadMembers, people }) {
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
    invite: async (id, user) => put(id, await api.invite(id, idOf(user))),
    removeMember: async (id, user) => {
      await api.removeMember(id, idOf(user));
      take(id, user);
    },
    setRole: async (id, user, role) => put(id, await api.setRole(id, idOf(user), role)),
    ban: async (id, user) => {
      await api.ban(id, idOf(user));
      take(id, user);
    },
    unban: (id, user) => api.unban(id, idOf(user)),
  };
}

/** @type {(client: Client) => MessageActions} */
function messageActions({ api, files, knowledge, ownTyping, reading, sync, timelines }) {
  /** @param {Promise<Message>} answer */
  const shown = async (answer) => {
    const message = await answer;
    timelines.get(message.conversation)?.refresh(message);
  };
  return {
    send: async (conversation, body, reply = null, attachments = []) => {
      ownTyping.forget();
      return sync().enqueue({ conversation, body, reply_to: reply?.id ?? null, attachments });
    },
    addressOf: files.address,
    downloadOf: files.download,
    retry: async (clientId) => sync().retry(clientId),
    discard: async (clientId) => sync().discard(clientId),
    message: api.message,
    edit: (message, body) => shown(api.edit(message.id, body)),
    remove: async (message) => void (await api.remove(message.id)),
    react: (message, emoji, on) => shown(api.react(message.id, emoji, on)),
    read: async (conversation, seq) => reading.read(conversation, seq),
    typing: async (conversation, on) => ownTyping.set(conversation, on),
    searchMessages: async (q, conversation) => {
      const found = await api.search(q, conversation);
      knowledge.learnMessages(found);
      return found;
    },
  };
}

/** @type {(client: Client) => PeopleActions} */
function peopleActions({ api, knowledge: { blocks }, people, presence }) {
  return {
    searchUsers: async (text) => {
      const found = await api.users(text);
      for (const user of found) {
        people.learn(user);
        presence.set(user.id, user.presence);
      }
      return found;
    },
    block: async (id) => {
      await api.block(id);
      blocks.value = new Set(blocks.peek()).add(id);
    },
    unblock: async (id) => {
      await api.unblock(id);
      blocks.value = new Set([...blocks.peek()].filter((other) => other !== id));
    },
  };
}

/** @type {(client: Client) => CallActions} */
function callActions({ api, calls, newId, sync }) {
  /** @param {Frame} frame */
  const entered = async (frame) => calls.entered((await sync().command(frame)).call);
  return {
    startCall: (conversation, video) => {
      const media = video ? ["audio", "video"] : ["audio"];
      return entered({ type: "call_start", conversation, media, client_id: newId() });
    },
    acceptCall: (call) => entered({ type: "call_accept", call }),
    declineCall: (call) => sync().command({ type: "call_decline", call }),
    hangUp: (call) => sync().command({ type: "call_hangup", call }),
    signalCall: (call, to, signal) => sync().command({ type: "call_signal", call, to, signal }),
    recordCall: (call, consent) => sync().command({ type: "call_record", call, consent }),
    recordingPart: api.recordingPart,
    recordingParts: api.recordingParts,
    completeRecording: api.completeRecording,
    iceServers: api.iceServers,
    probe: api.probe,
  };
}

/** @param {Person} user */
function idOf(user) {
  return typeof user === "string" ? user : user.id;
}
