/** The shapes of files on their way: docs/protocol.md has those of the server. */

import type { Tray } from "./tray.js";

export type { Tray };
export type { Clock } from "../sync/types.js";

export interface Attachment {
  id: string;
  name: string;
  media_type: string;
  /** Bytes. */
  size: number;
  /** Pixels; null of what is no picture. */
  width: number | null;
  height: number | null;
  /** Of a picture: stable, and asked again who may see it. */
  thumbnail_url: string | null;
}
/** Pixels. */
export type Box = { width: number; height: number };
export type Kind = "image" | "video" | "audio" | "file";

/** Where to post a file, and the fields that go before it. */
export interface Ticket {
  id: string;
  upload: { url: string; fields: Record<string, string> };
  /** Seconds. */
  expires_in: number;
}
export interface Address {
  url: string;
  /** Seconds. */
  expires_in: number;
}
export interface Description {
  name: string;
  size: number;
  media_type: string;
}
export interface FileCalls {
  createFile: (description: Description) => Promise<Ticket>;
  completeFile: (id: string) => Promise<Attachment>;
  /** One that hangs on no message. */
  forgetFile: (id: string) => Promise<null>;
}

export interface Posting {
  signal: AbortSignal;
  /** Bytes that have gone, the few of the form among them. */
  progress: (sent: number) => void;
}
/** Posts a form; rejects with a PostError, or with the signal's reason. */
export type PostForm = (upload: Ticket["upload"], file: Blob, posting: Posting) => Promise<void>;

/** What transfers need of the world around them. */
export interface Means {
  api: FileCalls;
  post: PostForm;
  clock: import("../sync/types.js").Clock;
}

/** `checking`: all of it has gone, and the server looks at it. */
export type ItemState = "waiting" | "sending" | "checking" | "ready" | "failed";
export interface Item extends Description {
  /** Within its tray. */
  key: number;
  /** Null where only the finished one is known, from an earlier page. */
  file: File | null;
  state: ItemState;
  /** From 0 to 1. */
  progress: number;
  attachment: Attachment | null;
  error: Failed | null;
}
export interface Failed {
  code?: string;
  detail?: string;
}

/** What was not even begun: too many for one message, a file that is too large or empty; or why it is not sent. */
export type Refusal = { why: "many" } | { why: "failed" } | { why: "large" | "empty"; name: string };
