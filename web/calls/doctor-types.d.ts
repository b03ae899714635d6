/** What the call doctor finds. */

export type CheckName = "camera" | "microphone" | "speakers" | "stun" | "udp" | "tcp" | "tls" | "upstream";

/** `none`: there is nothing to look at; `asked`: only the person can say. */
export type State = "waiting" | "running" | "asked" | "good" | "poor" | "bad" | "none";

export interface Finding {
  check: CheckName;
  state: State;
  /** Which words say it: `doctor.<check>.<reason>`, and `….do` what helps. Of the three relays: `doctor.turn.…`. */
  reason: string;
  values: Record<string, string | number>;
}

/** The servers by what they are asked for. */
export interface Relays {
  stun: RTCIceServer[];
  udp: RTCIceServer[];
  tcp: RTCIceServer[];
  tls: RTCIceServer[];
}

/** What came of trying one way. */
export interface Path {
  /** Whether the server names any address for it. */
  offered: boolean;
  /** Whether a candidate of the wanted kind was found. */
  found: boolean;
  /** Whether the search for candidates came to its end in time. */
  complete: boolean;
  /** Whether data came through. */
  passed: boolean;
  /** Codes of RFC 8656; 701: the server was not reached. */
  errors: number[];
}

export interface Upstream {
  way: "relay" | "server";
  /** Per second. */
  bits: number;
}

/** Two ends of one connection in this page. */
export interface Pair {
  near: RTCPeerConnection;
  far: RTCPeerConnection;
  channel: RTCDataChannel;
  /** The other end of the channel. */
  arrives: Promise<RTCDataChannel>;
  /** Rejects where the two cannot describe themselves to each other. */
  joined: Promise<void>;
}

/** What the examination asks of its surroundings. */
export interface Surgery {
  /** The ids of the devices that the person chose; empty for the browser's choice. */
  devices: () => { camera: string; microphone: string };
  iceServers: () => Promise<{ ice_servers: RTCIceServer[] }>;
  /** Sends a text that is thrown away. */
  probe: (filling: string) => Promise<unknown>;
}
