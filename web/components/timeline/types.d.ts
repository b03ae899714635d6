import type { Message, OutgoingItem, PastCall } from "../../state/types.js";

export type { Attachment, Message, OutgoingItem, PastCall, Reaction, ReplyTo, UserBrief } from "../../state/types.js";
export type { Timeline } from "../../state/timeline.js";
export type { IconName, MenuItem } from "../types.js";
export type { Log } from "./log.js";

/** A part of the messages by the `seq` of its ends; `last` is infinite while it follows the newest one. */
export type Span = { first: number; last: number };
/** The same by indexes, as for `Array.prototype.slice`. */
export type Slice = { start: number; end: number };
export type Sequenced = readonly { readonly seq: number }[];

/** What to scroll to as soon as it is in the document. */
export type Target = { seq: number; place: "middle" | "unread" };
export type Anchor = { row: HTMLElement; offset: number };

export type DayRow = { kind: "day"; key: string; at: string };
export type UnreadRow = { kind: "unread"; key: string };
/** `leads`: begins a group. */
export type SaidRow = { kind: "message"; key: string; message: Message; leads: boolean };
export type BlockedRow = { kind: "blocked"; key: string; messages: Message[] };
/** A call that is over. */
export type CallRow = { kind: "call"; key: string; call: PastCall };
export type Row = DayRow | UnreadRow | SaidRow | BlockedRow | CallRow;

export interface View {
  /** Whose own messages keep their place in the document from sending on. */
  me: string | undefined;
  firstUnread: number | null;
  /** Whether nothing was written before the first message that is loaded. */
  atStart: boolean;
  blocks: ReadonlySet<string>;
  /** Ids of blocked people's messages that the reader unfolded. */
  revealed: ReadonlySet<string>;
  /** Those among the messages shown, oldest first. */
  calls: PastCall[];
}

export type DeliveryState = OutgoingItem["state"];

export interface MessageProps {
  /** The key of the row. */
  name: string;
  message: Message;
  /** Begins a group: with the writer's name. */
  leads: boolean;
  /** What is said about an own message's way. */
  delivery: DeliveryState | null;
  /** Ids of those that read up to here, with spaces between. */
  readers: string;
  /** Where the tabulator key stops; the arrow keys lead to the others. */
  current: boolean;
  /** Shows its actions. */
  active: boolean;
  /** The one that was jumped to. */
  flashed: boolean;
  /** To the message that this one answers. */
  jump: (id: string) => void;
}

export type Inline =
  | { type: "text" | "code"; text: string }
  | { type: "break" }
  | { type: "mention"; name: string }
  | { type: "link"; href: string; text: string }
  | { type: "bold" | "italic"; children: Inline[] };
export type List = { type: "list"; ordered: boolean; start: number; items: Inline[][] };
export type Block =
  | { type: "paragraph"; children: Inline[] }
  | { type: "fence"; text: string }
  | { type: "quote"; children: Block[] }
  | List;
/** `next`: the first line that is not part of the block. */
export type Taken = { blocks: Block[]; next: number };
/** A delimiter that is open, and what stands behind it. */
export type Opened = { delimiter: string; children: Inline[] };

export type SafeLink = { href: string; text: string };
/** `end`: behind the last character; no link: it is mere text. */
export type FoundLink = { end: number; link: SafeLink | null };

/** `key` names the group's words. */
export type EmojiGroup = { key: string; emoji: string[] };

/** What the composer is about besides a new message. */
export type Intent = { kind: "reply" | "edit"; message: Message };
export type Keys = Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "metaKey" | "altKey" | "isComposing"> & {
  keyCode?: number;
};

export interface Situation {
  /** Whether the focus is in the text. */
  inField: boolean;
  /** Whether a finger writes: its keyboard has no way but Enter to break a line. */
  touch: boolean;
  text: string;
  /** Whether a message is being answered or edited. */
  busy: boolean;
}

