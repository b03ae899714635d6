/** What the parts of `state/` ask of each other, and of the world around them. */

import type { DBSchema, IDBPDatabase } from "idb";

import type { PostForm } from "../files/types.js";
import type { IndexedStorage } from "./storage.js";
import type { Clock, Conversation, Me, Message, OutgoingItem, ReadonlySignal, Signal } from "./types.js";
import type { UserBrief, Wire } from "./types.js";

export type * from "./types.js";

/** What `state/` needs of the world around it; `index.js` has a browser's, the tests have their own. */
export interface Surroundings {
  rest: RestCalls;
  auth: Authentication;
  /** Calls back when an answer shows that the session is over. */
  onSignedOut: (ended: () => void) => void;
  wireFactory: () => Wire;
  post: PostForm;
  clock: Clock;
  storage: Storage;
  channel: TabChannel;
  locks: Locks;
  page: Page;
  /** Calls back before the next frame, or soon where nothing is drawn. */
  paint: (callback: () => void) => void;
  shelf: Shelf;
  /** Calls back when another tab wrote. */
  onshelf: (changed: (key: string | null) => void) => void;
  herald: Herald;
}
export interface RestCalls {
  get: (path: string, query?: Query) => Promise<any>;
  pages: (path: string, query?: Query) => AsyncIterable<any[]>;
  post: (path: string, body?: object) => Promise<any>;
  put: (path: string, body?: object) => Promise<any>;
  patch: (path: string, body?: object) => Promise<any>;
  delete: (path: string) => Promise<any>;
}
export type Query = Record<string, string | number | undefined>;
export type Credentials = { username: string; password: string };
export type Registration = Credentials & { display_name?: string };
export interface Authentication {
  whoAmI: () => Promise<{ user: UserBrief | null }>;
  signIn: (credentials: Credentials) => Promise<unknown>;
  register: (account: Registration) => Promise<unknown>;
  signOut: () => Promise<unknown>;
}
/** `signing-out` is said before the server is asked: what it tells the other tabs meanwhile is no news. */
export type TabMessage = { type: "signed-in" | "signing-out" | "signed-out" | "outgoing" };
/** To the other tabs. */
export interface TabChannel {
  post: (message: TabMessage) => void;
  listen: (heard: (message: TabMessage) => void) => void;
}
export interface Locks {
  /** Returns what lets go. */
  hold: (name: string, options: { shared?: boolean }, held: () => void) => () => void;
  /** By any tab. */
  isHeld: (name: string) => Promise<boolean>;
}
/** The window of the browser, as far as it matters here. */
export interface Page {
  /** Visible and focused. */
  attentive: () => boolean;
  onattention: (changed: () => void) => void;
  onwake: (woke: () => void) => void;
  onnetwork: (changed: (online: boolean) => void) => void;
  onhide: (hiding: () => void) => void;
  hash: () => string;
  go: (hash: string) => void;
  onhash: (changed: () => void) => void;
  title: (title: string) => void;
  /** Whether whoever leaves is asked first. */
  guard: (on: boolean) => void;
}
export interface Herald {
  show: (notice: { title: string; body: string; tag: string; open: () => void }) => void;
  sound: () => void;
}
export type Shelf = Pick<globalThis.Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;
export interface Preferences {
  theme: "system" | "light" | "dark";
  sound: boolean;
  desktop: boolean;
  language: string;
  /** Ids of devices; empty: the browser chooses. */
  microphone: string;
  camera: string;
  speaker: string;
  /** Calls go through the relay only, which hides one's address from the others. */
  relay: boolean;
}

export type Storage = Pick<IndexedStorage, keyof IndexedStorage>;
export interface KeptMessages {
  id: string;
  messages: Message[];
  /** Whether nothing was said before the first one. */
  atStart?: boolean;
  openedAt: number;
}
export interface Snapshot {
  me: Me | null;
  epoch: string | null;
  conversations: Conversation[];
  users: UserBrief[];
}
export type Database = IDBPDatabase<
  DBSchema & {
    facts: { key: string; value: any };
    conversations: { key: string; value: Conversation };
    users: { key: string; value: UserBrief };
    messages: { key: string; value: KeptMessages; indexes: { openedAt: number } };
    outgoing: { key: string; value: OutgoingItem };
  }
>;

/** The part of the address behind `#`: `reference` is a conversation's id or slug, `seq` a message of it. */
export interface Place {
  view: string;
  reference: string | null;
  seq: number | null;
}
export type ToastKind = "info" | "success" | "error";
/** With one, the notice stays until it is dismissed. */
export type ToastAction = { label: string; run: () => void };
export type Toast = { id: number; text: string; kind: ToastKind; action: ToastAction | null };

/** Newest first. */
export type HistoryPage = { results: Message[]; head: number };
export type Span = { before?: number; after?: number; around?: number; limit: number };
export interface TimelineSource {
  me: string;
  fetch: (span: Span) => Promise<HistoryPage>;
  /** Of this conversation. */
  outgoing: ReadonlySignal<OutgoingItem[]>;
  /** People are known from what they said. */
  learn: (messages: Message[]) => void;
}
/** Who applies the log. */
export interface Reader {
  /** One's own id. */
  me: string;
  /** A message that is in memory. */
  find: (messageId: string) => Message | undefined;
  /** What is unread can no longer be told from here. */
  recount: (conversation: string) => void;
}
