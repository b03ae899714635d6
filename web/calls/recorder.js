/** Records a call in this page for as long as everybody in it agrees, and sends it away meanwhile. */
import { effect } from "../vendor/signals-core.js";
import { Mix } from "./mix.js";
import { Parts } from "./parts.js";
import { withDuration } from "./webm.js";

/** @import { CallSession } from "./session.js" */
/** @import { Storage } from "./recording-types.d.ts" */

const PIECE_MS = 1000;
const TYPES = ["video/webm;codecs=vp8,opus", "video/webm", "video/mp4"];
const RATES = { videoBitsPerSecond: 1_000_000, audioBitsPerSecond: 64_000 };

/**
 * Record `session` whenever it is this page's turn; what is returned ends that.
 * @param {CallSession} session
 * @param {{storage: Storage, keep: (sending: Promise<unknown>) => void}} around
 *   `keep`: is given what has to be over before the page goes
 */
export function record(session, { storage, keep }) {
  /** @type {Take | null} */
  let take = null;
  /** Whether it was agreed on under the eyes of this page: loaded anew it cannot go on with what another one began. */
  let asked = false;
  /** Whether this page has ended already what another one began: it hears of the call again before that is done. */
  let ended = false;
  const end = () => {
    if (take) keep(take.end());
    take = null;
  };
  const leave = effect(() => {
    const turn = turnOf(session.call.value);
    if (turn !== "recording") end();
    else if (asked) take ??= new Take(session, storage);
    else if (!ended) keep(storage.complete());
    asked = turn === "asked" || take !== null;
    ended = turn === "recording" && !asked;
  });
  return () => {
    leave();
    end();
  };
}

/** What this page has to do with the recording. @param {import("./types.js").Call} call */
function turnOf({ state, recording, participants }) {
  const own = participants.find(({ device }) => device);
  return state !== "ended" && recording && recording.by === own?.id ? recording.state : null;
}

/** One recording from its beginning to its end. */
class Take {
  #mix;
  #parts;
  #recorder;
  #began = performance.now();

  /** @param {CallSession} session @param {Storage} storage */
  constructor(session, storage) {
    this.#mix = new Mix(session);
    this.#parts = new Parts(storage);
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    this.#recorder = new MediaRecorder(this.#mix.stream, { mimeType, ...RATES });
    this.#recorder.addEventListener("dataavailable", ({ data }) => data.size > 0 && this.#parts.add(data));
    this.#recorder.start(PIECE_MS);
  }

  async end() {
    const stopped = new Promise((resolve) => this.#recorder.addEventListener("stop", resolve, { once: true }));
    const lasted = performance.now() - this.#began;
    this.#recorder.stop();
    await stopped;
    this.#mix.close();
    await this.#parts.finish((first) => withDuration(first, lasted));
  }
}
