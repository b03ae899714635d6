/**
 * The shapes that the state machine and its surroundings share. Frames and entries are the wire contract's
 * (docs/protocol.md, section 4): times in milliseconds of the given clock, spans of the contract in seconds.
 */

import type { Attachment } from "../files/types.js";
import type { Commands } from "./commands.js";
import type { Connection } from "./connection.js";

/** A frame, either way. Its fields are whatever the server says, unknown ones included: hence `any`. */
export type Frame = { type: string; [field: string]: any };

/** A log entry: a frame with its place in a conversation's log. */
export type Entry = Frame & { conversation: string; seq: number };

export interface Clock {
  /** Milliseconds. */
  now(): number;
  /** Calls back once; returns what cancels. */
  after(ms: number, callback: () => void): () => void;
  /** From 0 up to, and without, 1. */
  random(): number;
}

/** Why a channel ended. */
export interface Closing {
  /** The close code, or the closest to it that the transport tells. */
  code: number;
  /** The server's last words. */
  goodbye?: Frame | null;
  /** Seconds before which a new attempt is refused for certain. */
  retryAfter?: number | null;
}

/** Called from the event loop, never from within `open`, `send` or `close`; and not at all after `close`. */
export interface WireHandlers {
  opened: () => void;
  frame: (frame: Frame) => void;
  closed: (closing: Closing) => void;
}

export interface Channel {
  send: (frame: Frame) => void;
  close: () => void;
}

export interface Wire {
  open: (handlers: WireHandlers) => Channel;
}

export interface LinkState {
  state: "offline" | "connecting" | "online" | "waiting";
  retryAt: number | null;
}

/** A message on its way. */
export interface OutgoingItem {
  client_id: string;
  conversation: string;
  body: string;
  reply_to: string | null;
  /** What they are is for those that show them; missing in what an older page wrote. */
  attachments?: Attachment[];
  state: "sending" | "sent" | "failed";
  error: { code: string; detail: string } | null;
  message_id?: string;
  seq?: number;
  createdAt: number;
}

/** What `enqueue` takes. */
export interface Draft {
  conversation: string;
  body: string;
  reply_to?: string | null;
  attachments?: Attachment[];
  client_id?: string;
}

/** Where outgoing messages are kept, shared by all that write for one account (the tabs of a browser). */
export interface Queue {
  /** All, in the order in which they were first put. */
  load: () => Promise<OutgoingItem[]>;
  /** Adds, or replaces in its place. */
  put: (item: OutgoingItem) => Promise<void>;
  remove: (client_id: string) => Promise<void>;
  /** Whether this one is to send. */
  holder: () => boolean;
  /** Set by Sync; to be called when another changed it, or the holder. */
  onchange: (() => void) | null;
}

/** What Sync tells. Every method may be left out. */
export interface Listener {
  /** The next ones: no gap, none twice. */
  entries?: (conversation: string, entries: Entry[]) => void;
  /** No longer followed: load the history, then follow again. */
  reset?: (conversation: string) => void;
  /** No longer followed: not a member, or deleted. */
  gone?: (conversation: string) => void;
  added?: (conversation: { id: string; head: number; [field: string]: any }) => void;
  removed?: (conversation: string) => void;
  /** Typing, presence, receipt, calls, and what is unknown. */
  ephemeral?: (frame: Frame) => void;
  link?: (state: LinkState) => void;
  welcome?: (frame: Frame) => void;
  userVersion?: (version: number) => void;
  /** An item as it now is. */
  outgoing?: (item: OutgoingItem) => void;
  /** Left the queue: discarded, or sent by another. */
  withdrawn?: (client_id: string) => void;
  heads?: (heads: { [conversation: string]: { head: number; read_seq: number } }) => void;
  /** 4401 or 4403: no further attempt until `start`. */
  signedOut?: (code: number) => void;
}

/** Calls a method of the listener. */
export type Tell = <Name extends keyof Listener>(
  name: Name,
  ...values: Parameters<NonNullable<Listener[Name]>>
) => void;

export interface SyncOptions {
  wire: Wire;
  clock: Clock;
  listener: Listener;
  queue?: Queue;
  /** That of the cursors which will be followed, where they were kept from an earlier run. */
  epoch?: string | null;
}

/** What the parts of the machine are given; each takes what it needs. */
export interface Parts {
  wire: Wire;
  clock: Clock;
  queue: Queue;
  commands: Commands;
  tell: Tell;
  send: (frame: Frame) => void;
  /** Whether anything can be sent. */
  open: () => boolean;
  /** Takes the entries of a conversation, in order. */
  hand: (conversation: string, entries: Entry[]) => void;
  /** Of the cursors to be followed; null before a server named it. */
  epoch: string | null;
  /** The channel no longer answers. */
  dead: () => void;
}

export interface ConnectionEvents {
  opened: (connection: Connection) => void;
  frame: (connection: Connection, frame: Frame) => void;
  /** Not after `close`. */
  ended: (connection: Connection, closing: Closing) => void;
}

export interface LinkEvents {
  /** Frames can be sent. */
  opened: () => void;
  frame: (frame: Frame) => void;
  lost: () => void;
  state: (state: LinkState) => void;
  signedOut: (code: number) => void;
}
