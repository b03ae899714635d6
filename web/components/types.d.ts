import type { Attachment, Conversation, UserBrief } from "../state/types.js";
import type { strokes } from "./icons.js";

export type { Conversation, DeviceSession, Member, Message, Role, Room, UserBrief } from "../state/types.js";
export type IconName = keyof typeof strokes;

export type Named = Pick<UserBrief, "id" | "username"> & { display_name?: string | null; avatar_url?: string | null };
export type Size = "s" | "m" | "l";

/** What lies over the workspace. */
export type Surface =
  | { kind: "direct" | "group" | "room" | "rooms" | "switcher" | "doctor" }
  | { kind: "search"; conversation: string | null }
  | { kind: "call"; conversation: string; video: boolean }
  | { kind: "profile"; user: string }
  | { kind: "invite" | "rename"; conversation: string }
  | { kind: "gallery"; conversation: string; picture: Attachment }
  | { kind: "avatar"; picture: File }
  | ({ kind: "confirm" } & Question);

/** Asked before what cannot be undone. */
export interface Question {
  title: string;
  lead: string;
  action: string;
  confirmed: () => Promise<unknown>;
}

export interface MenuItem {
  label: string;
  icon?: IconName;
  danger?: boolean;
  choose: () => void;
}

export interface Failure {
  code?: string;
  detail?: string;
  attr?: string | null;
}

/** One form's sending, as `useSubmit` gives it. */
export interface Submission {
  submit: (event: Event) => Promise<void>;
  busy: boolean;
  at: (field: string) => string | null;
  general: string | null;
}

export type Attempt = (action: () => Promise<unknown>) => Promise<void>;
export type OfConversation = { conversation: Conversation };
/** Told of someone who was banned, or no longer is. */
export type OfUser = (user: UserBrief) => void;

export interface Search<T> {
  state: "idle" | "searching" | "found" | "failed";
  results: T[];
  error: unknown;
}

/** A part of an excerpt. */
export type Piece = { words: string; found: boolean };
