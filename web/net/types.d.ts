/** The shapes of the calls and of the wire: docs/protocol.md has the contract. */

import type { ApiError } from "./errors.js";
import type { Rest } from "./rest.js";

export interface UserBrief {
  id: string;
  username: string;
  display_name: string;
  avatar_url: string | null;
}

export interface Complaint {
  code: string;
  detail: string;
  attr: string | null;
}

/** Null and undefined are left out. */
export type Query = { [name: string]: string | number | boolean | null | undefined };

/** Resolves with the parsed answer, null for 204. */
export type Write = (path: string, body?: unknown) => Promise<any>;

export interface RestOptions {
  fetch?: typeof globalThis.fetch;
  /** The server's origin, where it is not the page's own. */
  base?: string;
  /** Called when a call shows that the session is over. */
  onSignedOut?: () => void;
  credentials?: Credentials;
}

/** Sends one request as it is; rejects only where no answer came. */
export type Send = (
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: unknown,
) => Promise<Response>;

/** How a caller shows who it is. */
export interface Credentials {
  headers: (method: string, send: Send) => Promise<Record<string, string>>;
  /** Whether a refused call has new credentials to try. */
  renewed: (error: ApiError, send: Send) => Promise<boolean>;
  /** Sees every answer. */
  learn: (answer: any) => void;
}

export interface Tokens {
  access: string;
  refresh: string;
}

export type Registration = Pass & { display_name?: string; email?: string };

export type Pass = { username: string; password: string };
export type SignIn = (rest: Rest, pass: Pass) => Promise<{ user: UserBrief }>;
export type Register = (rest: Rest, registration: Registration) => Promise<{ user: UserBrief }>;
export type SignOut = (rest: Rest) => Promise<null>;
export type WhoAmI = (rest: Rest) => Promise<{ user: UserBrief | null }>;

export interface SocketOptions {
  rest: Rest;
  WebSocket?: typeof globalThis.WebSocket;
}

/** Its fields are whatever the server says. */
export type Frame = { type: string; [field: string]: any };

export interface Closing {
  code: number;
  goodbye: Frame | null;
  /** Seconds. */
  retryAfter: number | null;
}

export interface Handlers {
  opened: () => void;
  frame: (frame: Frame) => void;
  /** Once; not after one's own `close`. */
  closed: (closing: Closing) => void;
}

/** The machine's own clock, in the form that `sync/` asks for. */
export interface SystemClock {
  /** Milliseconds. */
  now: () => number;
  after: (ms: number, callback: () => void) => () => void;
  /** From 0 up to, and without, 1. */
  random: () => number;
}

/** Called with what starts the newer version and loads the page anew. */
export type OnUpdate = (reload: () => void) => void;

export interface TrustedTypes {
  createPolicy: (
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ) => { createScriptURL: (url: string) => unknown };
}
