/** What recording a call asks of its surroundings. */

export interface Storage {
  put: (number: number, content: Blob) => Promise<unknown>;
  /** What need not be sent again. */
  arrived: () => Promise<{ number: number; size: number }[]>;
  /** No more is recorded, and what arrived is put together. */
  complete: () => Promise<unknown>;
  after: (ms: number, callback: () => void) => () => void;
}

/** Somebody who can be seen in a recording. */
export interface Seen {
  id: string;
  speaking: boolean;
  video: boolean;
  screen: boolean;
}

/** What is drawn: of whom, and which picture of theirs. */
export interface Shot {
  id: string;
  way: "face" | "screen";
}
