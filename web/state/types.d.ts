/** The shapes of docs/protocol.md, sections 1 to 4, as this client holds them: objects that never change. */

export type { Clock, Draft, Frame, LinkState, OutgoingItem, Queue, Wire } from "../sync/types.js";
import type { Attachment } from "../files/types.js";

export type { Attachment } from "../files/types.js";
export type { ReadonlySignal, Signal } from "../vendor/signals-core.js";

export interface UserBrief {
  id: string;
  username: string;
  display_name: string;
  avatar_url: string | null;
}
export type UserProfile = UserBrief & { presence: "online" | "offline" };
export type Me = UserProfile & { email: string; version: number };

export interface Reaction {
  emoji: string;
  count: number;
  mine: boolean;
}
export interface ReplyTo {
  id: string;
  sender: UserBrief;
  excerpt: string;
}
export interface Message {
  id: string;
  conversation: string;
  seq: number;
  updated_seq: number;
  sender: UserBrief;
  client_id: string;
  body: string | null;
  mentions: string[];
  reply_to: ReplyTo | null;
  attachments: Attachment[];
  reactions: Reaction[];
  created_at: string;
  edited_at: string | null;
  deleted: boolean;
}

export type Role = "owner" | "admin" | "member";
export type History = "shared" | "joined";
export interface Conversation {
  id: string;
  kind: "direct" | "group" | "room";
  title: string;
  slug: string | null;
  history: History;
  peer: UserBrief | null;
  head: number;
  read_seq: number;
  visible_from: number;
  unread: number;
  role: Role | null;
  members_count: number;
  last_message: Message | null;
  last_activity_at: string;
  muted_until: string | null;
}
export interface Member {
  user: UserBrief;
  role: Role;
  read_seq: number;
  joined_at: string;
}
export interface Room {
  id: string;
  slug: string;
  title: string;
  members_count: number;
  joined: boolean;
}
export interface DeviceSession {
  id: string;
  name: string;
  address: string | null;
  created_at: string;
  last_used_at: string;
  current: boolean;
}

export interface Participant {
  id: string;
  user: string;
  state: "ringing" | "joined" | "reconnecting" | "declined" | "missed" | "left";
  /** Whether it is bound to the device that reads this. */
  device: boolean;
}
export type EndReason = "completed" | "declined" | "cancelled" | "missed" | "busy" | "failed";
export interface Call {
  id: string;
  conversation: string;
  /** Of two states of a call the one with the higher number is the newer. */
  version: number;
  state: "ringing" | "active" | "ended";
  media: ("audio" | "video")[];
  started_by: string | null;
  participants: Participant[];
  ring_until: string | null;
  end_reason: EndReason | null;
  /** `by` and `consents` are participants' ids. */
  recording: { state: "asked" | "recording"; by: string; consents: string[] } | null;
}
/** What was recorded of a call; `file` is there once it is `ready`. */
export interface PastRecording {
  id: string;
  state: "recording" | "uploading" | "ready" | "failed";
  by: string;
  started_at: string;
  duration_s: number;
  file: Attachment | null;
}
/** As REST has it. */
export type CallRecord = Call & { ended_at: string; duration_s: number; recordings: PastRecording[] };
/** As the log shows it; `at` is when it ended. */
export interface PastCall {
  id: string;
  /** Not where the log alone tells of it. */
  version?: number;
  started_by: string | null;
  at: string;
  end_reason: EndReason | null;
  duration_s: number;
  recordings: PastRecording[];
}
/** What runs a call in this tab. */
export interface CallListener {
  call: (call: Call) => void;
  /** `from`: a participant's id. */
  signal: (from: string, signal: any) => void;
  /** There is another line to the server. */
  welcomed: () => void;
  /** Whoever was signed in is not any more. */
  ended: () => void;
}

interface EntryPlace {
  conversation: string;
  seq: number;
  at: string;
  actor: string | null;
}
export type MessageEntry = Message & { type: "message"; at: string; actor: string | null };
export interface MessageEditedEntry extends EntryPlace {
  type: "message_edited";
  message_id: string;
  body: string | null;
  mentions: string[];
  edited_at: string | null;
}
export interface MessageDeletedEntry extends EntryPlace {
  type: "message_deleted";
  message_id: string;
  by: string | null;
}
export interface ReactionEntry extends EntryPlace {
  type: "reaction";
  message_id: string;
  emoji: string;
  user: string | null;
  on: boolean;
  count: number;
}
export type MemberJoinedEntry = EntryPlace & { type: "member_joined"; user: UserBrief; role: Role };
export type MemberLeftEntry = EntryPlace & { type: "member_left"; user: string; by: string | null };
export type MemberRoleEntry = EntryPlace & { type: "member_role"; user: string; role: Role };
export interface ConversationUpdatedEntry extends EntryPlace {
  type: "conversation_updated";
  title?: string;
  history?: History;
}
export interface CallEndedEntry extends EntryPlace {
  type: "call_ended";
  call: string;
  end_reason: EndReason;
  duration_s: number;
}
/** An entry about one message that was there before. */
export type ChangeEntry = MessageEditedEntry | MessageDeletedEntry | ReactionEntry;
export type Entry =
  | MessageEntry
  | ChangeEntry
  | MemberJoinedEntry
  | MemberLeftEntry
  | MemberRoleEntry
  | ConversationUpdatedEntry
  | CallEndedEntry;
