/** What can be asked of the server, and what the components can do. */

import type { Address, FileCalls } from "../files/types.js";
import type { Call, CallRecord } from "./parts.js";
import type { Attachment, Conversation, Credentials, DeviceSession, History, HistoryPage, Me } from "./parts.js";
import type { Member, Message, Registration, Role, Room, Span, UserBrief, UserProfile } from "./parts.js";

/** An id or a username, or somebody known. */
export type Person = string | { id: string };

/** The calls of docs/protocol.md, section 2, that this client makes. A `reference` is an id or a slug. */
export interface Api extends FileCalls {
  me: () => Promise<Me>;
  changeMe: (changes: { display_name?: string; avatar?: string | null }) => Promise<Me>;
  changePassword: (old: string, next: string) => Promise<null>;
  sessions: () => Promise<DeviceSession[]>;
  endSession: (id: string) => Promise<null>;
  endOtherSessions: () => Promise<null>;
  user: (id: string) => Promise<UserProfile>;
  users: (search: string) => Promise<UserProfile[]>;
  blocks: () => Promise<UserBrief[]>;
  block: (id: string) => Promise<null>;
  unblock: (id: string) => Promise<null>;
  conversations: (updatedAfter?: string) => Promise<Conversation[]>;
  conversation: (reference: string) => Promise<Conversation>;
  createConversation: (description: object) => Promise<Conversation>;
  changeConversation: (id: string, changes: { title?: string }) => Promise<Conversation>;
  deleteConversation: (id: string) => Promise<null>;
  mute: (id: string, until: string | null) => Promise<Conversation>;
  rooms: (search: string) => Promise<Room[]>;
  join: (reference: string) => Promise<Conversation>;
  leave: (id: string) => Promise<null>;
  members: (id: string) => Promise<Member[]>;
  invite: (id: string, user: string) => Promise<Member>;
  removeMember: (id: string, user: string) => Promise<null>;
  setRole: (id: string, user: string, role: Role) => Promise<Member>;
  ban: (id: string, user: string) => Promise<null>;
  unban: (id: string, user: string) => Promise<null>;
  history: (id: string, span: Span) => Promise<HistoryPage>;
  /** Where its content lies; `download`: where it is never shown, only saved. */
  file: (id: string, download?: boolean) => Promise<Address>;
  message: (id: string) => Promise<Message>;
  edit: (id: string, body: string) => Promise<Message>;
  remove: (id: string) => Promise<null>;
  react: (id: string, emoji: string, on: boolean) => Promise<Message>;
  search: (q: string, conversation?: string) => Promise<Message[]>;
  /** Newest first: the newest ones, or those from a cursor on; null says that there are no others. */
  calls: (id: string, cursor?: string) => Promise<{ calls: CallRecord[]; cursor: string | null }>;
  liveCalls: () => Promise<Call[]>;
  call: (id: string) => Promise<CallRecord>;
  /** Where a part is put of what one records of a call. */
  recordingPart: (call: string, number: number, size: number) => Promise<{ url: string }>;
  recordingParts: (call: string) => Promise<{ number: number; size: number }[]>;
  completeRecording: (call: string) => Promise<unknown>;
  /** Measures the way to the server: it throws the text away. */
  probe: (filling: string) => Promise<null>;
  iceServers: () => Promise<{ ice_servers: RTCIceServer[]; expires_in: number }>;
}

export interface CallActions {
  startCall: (conversation: string, video: boolean) => Promise<Call>;
  acceptCall: (call: string) => Promise<Call>;
  declineCall: (call: string) => Promise<unknown>;
  hangUp: (call: string) => Promise<unknown>;
  signalCall: (call: string, to: string, signal: object) => Promise<unknown>;
  recordCall: (call: string, consent: boolean) => Promise<unknown>;
  recordingPart: Api["recordingPart"];
  recordingParts: Api["recordingParts"];
  completeRecording: Api["completeRecording"];
  iceServers: Api["iceServers"];
  probe: Api["probe"];
}

export interface AccountActions {
  signIn: (credentials: Credentials) => Promise<void>;
  register: (account: Registration) => Promise<void>;
  signOut: () => Promise<void>;
  changeName: (displayName: string) => Promise<void>;
  /** Uploads it; null goes back to the initials. */
  changeAvatar: (picture: File | null, signal: AbortSignal) => Promise<void>;
  /** The other devices are signed out by it. */
  changePassword: Api["changePassword"];
  sessions: Api["sessions"];
  endSession: Api["endSession"];
  endOtherSessions: Api["endOtherSessions"];
}

export interface ConversationActions {
  rooms: (search?: string) => Promise<Room[]>;
  joinRoom: (reference: string) => Promise<Conversation>;
  leave: (id: string) => Promise<void>;
  deleteConversation: (id: string) => Promise<void>;
  openDirect: (user: Person) => Promise<Conversation>;
  createGroup: (group: { title: string; members: Person[]; history?: History }) => Promise<Conversation>;
  createRoom: (room: { title: string; slug: string }) => Promise<Conversation>;
  rename: (id: string, title: string) => Promise<Conversation>;
  mute: (id: string, until: string | null) => Promise<Conversation>;
}

export interface MemberActions {
  loadMembers: (id: string) => Promise<Member[]>;
  invite: (id: string, user: Person) => Promise<void>;
  removeMember: (id: string, user: Person) => Promise<void>;
  setRole: (id: string, user: Person, role: Role) => Promise<void>;
  ban: (id: string, user: Person) => Promise<void>;
  unban: (id: string, user: Person) => Promise<null>;
}

export interface MessageActions {
  /** It is on its way from now on, whether there is a connection or not; returns its `client_id`. */
  send: (
    conversation: string,
    body: string,
    reply?: Message | null,
    attachments?: Attachment[],
  ) => Promise<string>;
  retry: (clientId: string) => Promise<void>;
  discard: (clientId: string) => Promise<void>;
  /**
   * Where the content of a file lies, for some minutes, as soon as the server has looked at it; `fresh`: the one
   * that was given no longer works.
   */
  addressOf: (id: string, options?: { fresh?: boolean }) => Promise<string>;
  /** Where it is saved from. */
  downloadOf: (id: string) => Promise<string>;
  /** One that may not be loaded. */
  message: (id: string) => Promise<Message>;
  edit: (message: Message, body: string) => Promise<void>;
  remove: (message: Message) => Promise<void>;
  react: (message: Message, emoji: string, on: boolean) => Promise<void>;
  /** `seq` is the newest message in view. */
  read: (conversation: string, seq: number) => Promise<void>;
  /** `on` with every key. */
  typing: (conversation: string, on: boolean) => Promise<void>;
  searchMessages: (q: string, conversation?: string) => Promise<Message[]>;
}

export interface PeopleActions {
  /** By the beginning of a name. */
  searchUsers: (text: string) => Promise<UserProfile[]>;
  block: (id: string) => Promise<void>;
  unblock: (id: string) => Promise<void>;
}
