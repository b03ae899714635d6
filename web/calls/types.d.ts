/** What the parts of a call ask of each other, and of whoever starts one. Spans in milliseconds. */

import type { ReadonlySignal, Signal } from "../vendor/signals-core.js";

export type { ReadonlySignal, Signal } from "../vendor/signals-core.js";

/** The shapes of docs/protocol.md, section 4. */
export interface Participant {
  id: string;
  user: string;
  state: "ringing" | "joined" | "reconnecting" | "declined" | "missed" | "left";
  device: boolean;
}
export interface Call {
  id: string;
  conversation: string;
  version: number;
  state: "ringing" | "active" | "ended";
  media: ("audio" | "video")[];
  started_by: string | null;
  participants: Participant[];
  ring_until: string | null;
  end_reason: "completed" | "declined" | "cancelled" | "missed" | "busy" | "failed" | null;
  recording: { state: "asked" | "recording"; by: string; consents: string[] } | null;
}

/**
 * What one participant's page sends another's; the server passes it on unread. `life` names the page that
 * sends, `to` the page that it speaks to, as far as it knows one: a page that was loaded anew is another one.
 */
export interface CallSignal {
  life: string;
  to: string | null;
  /** "I am here": asks the side that offers to do so. */
  hello?: true;
  description?: RTCSessionDescriptionInit;
  candidates?: RTCIceCandidateInit[];
}

/** What of oneself the others can hear and see now. */
export interface Shown {
  audio: boolean;
  video: boolean;
  screen: boolean;
}

export interface OwnTracks {
  microphone: ReadonlySignal<MediaStreamTrack | null>;
  camera: ReadonlySignal<MediaStreamTrack | null>;
  screen: ReadonlySignal<MediaStreamTrack | null>;
  shown: ReadonlySignal<Shown>;
}

export interface Clock {
  now(): number;
  after(ms: number, callback: () => void): () => void;
}

export interface Relays {
  servers: RTCIceServer[];
  policy: RTCIceTransportPolicy;
}

/** What a mesh is given. */
export interface Surroundings {
  clock: Clock;
  own: OwnTracks;
  /** Fresh ones; its failure is the caller's to soften. */
  relays: () => Promise<Relays>;
  /** To the participant of this id. A lost signal is made good by a later one. */
  send: (participant: string, signal: CallSignal) => void;
  connect: (configuration: RTCConfiguration) => RTCPeerConnection;
  /** A name that no other page has. */
  life: string;
}

export type Quality = "good" | "fair" | "poor";
/** Counters as `getStats` has them, added up over what comes in. */
export interface Sample {
  at: number;
  received: number;
  lost: number;
  /** Seconds; null while unknown. */
  trip: number | null;
  bytes: number;
  relayed: boolean;
}
export interface Measured {
  quality: Quality;
  relayed: boolean;
  /** Kilobits a second that came in. */
  kbps: number;
}

export interface Wishes {
  microphone: string;
  camera: string;
  speaker: string;
  relay: boolean;
}
export type WishSignal = ReadonlySignal<Wishes>;
export type Problem = "refused" | "missing" | "busy" | null;
export type DeviceKind = "microphone" | "camera" | "speaker";
export type Lists = Record<DeviceKind, MediaDeviceInfo[]>;
export type TrackSignal = Signal<MediaStreamTrack | null>;
