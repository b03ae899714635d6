/**
 * A call as this page takes part in it, from joining to its end.
 *
 * @import { Call, CallSignal, Clock, Relays, Signal } from "./types.js"
 * @import { Media } from "./media.js"
 */
import { signal } from "../vendor/signals-core.js";
import { isIn, Mesh } from "./mesh.js";

/** So many ways were looked for in vain before one says that there is none. */
const VAIN = 2;
/** Credentials are renewed this long before they lapse. */
const MARGIN_MS = 60_000;

/**
 * @typedef {{
 *   clock: Clock,
 *   media: Media,
 *   me: string,
 *   relay: () => boolean,
 *   connect: (configuration: RTCConfiguration) => RTCPeerConnection,
 *   servers: () => Promise<{ice_servers: RTCIceServer[], expires_in: number}>,
 *   accept: (call: string) => Promise<unknown>,
 *   hangup: (call: string) => Promise<unknown>,
 *   signal: (call: string, to: string, signal: CallSignal) => void,
 *   ended: (call: Call, vain: boolean) => void,
 *   life: string,
 * }} Given `me`: a user's id; `ended`: for this page, whoever ended it, `vain` if there was no way to somebody
 */

export class CallSession {
  #given;
  /** @type {Mesh | null} */
  #mesh = null;
  /** Signals that came before the mesh was there. @type {[string, CallSignal][]} */
  #early = [];
  /** @type {{relays: Relays, until: number} | null} */
  #relays = null;
  #over = false;

  /** @param {Call} call @param {Given} given */
  constructor(call, given) {
    this.#given = given;
    this.media = given.media;
    this.call = signal(call);
    /** When somebody else was first there, in milliseconds of the clock. @type {Signal<number | null>} */
    this.since = signal(null);
    /** @type {Signal<Mesh["peers"]["value"]>} */
    this.peers = signal(new Map());
    void this.#begin();
  }

  /** @param {Call} call as it is now */
  update(call) {
    if (this.#over || call.id !== this.call.peek().id) return;
    this.call.value = call;
    const own = this.#own(call);
    if (call.state === "ended" || (own && (!isIn(own.state) || !own.device))) return this.end();
    if (call.state === "active") this.since.value ??= this.#given.clock.now();
    if (own?.state === "reconnecting") this.resume();
    this.#mesh?.update(call);
  }

  /** @param {string} from a participant's id @param {CallSignal} said */
  heard(from, said) {
    if (this.#mesh) this.#mesh.heard(from, said);
    else this.#early.push([from, said]);
  }

  /** This page has another line to the server: the call is bound to it. */
  resume() {
    const { id } = this.call.peek();
    this.#given.accept(id).catch((/** @type {any} */ error) => {
      // Without a connection there will be another line; anything else is the server's last word.
      if (!error.retryable) this.end();
    });
  }

  /** The network changed. */
  async moved() {
    this.#mesh?.restart(await this.#fresh());
  }

  async hangup() {
    const { id } = this.call.peek();
    this.end();
    await this.#given.hangup(id);
  }

  async #begin() {
    const relays = await this.#fresh();
    const own = this.#own(this.call.peek());
    if (this.#over || !own) return;
    const { clock, connect, life, media } = this.#given;
    const send = (/** @type {string} */ to, /** @type {CallSignal} */ said) =>
      this.#given.signal(this.call.peek().id, to, said);
    const around = { clock, own: media, relays: () => this.#fresh(), send, connect, life };
    this.#mesh = new Mesh(around, relays, own.id);
    this.#mesh.peers.subscribe((peers) => {
      media.crowd(peers.size);
      this.peers.value = peers;
    });
    this.update(this.call.peek());
    for (const [from, said] of this.#early.splice(0)) this.#mesh.heard(from, said);
  }

  /** @returns {Promise<Relays>} */
  async #fresh() {
    const policy = this.#given.relay() ? "relay" : "all";
    const now = this.#given.clock.now();
    if (!this.#relays || this.#relays.until < now) {
      try {
        const { ice_servers: servers, expires_in } = await this.#given.servers();
        this.#relays = { relays: { servers, policy }, until: now + expires_in * 1000 - MARGIN_MS };
      } catch (error) {
        // In one network a call works without them; who looks for another way asks again.
        if (!(/** @type {any} */ (error).code)) throw error;
      }
    }
    return { servers: this.#relays?.relays.servers ?? [], policy };
  }

  /** @param {Call} call */
  #own({ participants }) {
    return participants.find(({ user }) => user === this.#given.me);
  }

  /** For this page. */
  end() {
    if (this.#over) return;
    this.#over = true;
    const vain = this.#vain();
    this.#mesh?.close();
    this.media.close();
    this.#given.ended(this.call.peek(), vain);
  }

  /** Whose page is gone is no sign of that. */
  #vain() {
    const gone = this.call.peek().participants.filter(({ state }) => state === "reconnecting").map(({ id }) => id);
    return [...this.peers.peek()].some(([id, { tries }]) => tries >= VAIN && !gone.includes(id));
  }
}
