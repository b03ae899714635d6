/**
 * Everybody in a call, each connected with each other one.
 *
 * Of two participants the one with the greater id offers: ids grow with time, so whoever comes later speaks
 * first, and is the one who knows at once that both are there.
 *
 * @import { Call, CallSignal, Relays, Signal, Surroundings } from "./types.js"
 */
import { signal } from "../vendor/signals-core.js";
import { Peer } from "./peer.js";

/** What one camera's picture may take upstream, in kilobits a second, by the number of others. */
const KBPS = [1500, 1500, 600, 250, 200, 150];

export class Mesh {
  #around;
  #relays;
  #me;

  /** @param {Surroundings} around @param {Relays} relays @param {string} me one's own participant id */
  constructor(around, relays, me) {
    this.#around = around;
    this.#relays = relays;
    this.#me = me;
    /** By participant. @type {Signal<ReadonlyMap<string, Peer>>} */
    this.peers = signal(new Map());
  }

  /** @param {Call} call as it is now */
  update({ participants }) {
    const present = participants.filter(({ id, state }) => id !== this.#me && isIn(state));
    const gone = [...this.peers.peek().keys()].filter((id) => !present.some((other) => other.id === id));
    for (const id of gone) this.#drop(id);
    // Whoever is reconnecting may be heard still, but has no page to begin with.
    for (const { id, state } of present) if (state === "joined") this.#meet(id);
  }

  /** @param {string} from a participant's id @param {CallSignal} said */
  heard(from, said) {
    if (typeof said?.life !== "string" || (said.to && said.to !== this.#around.life)) return;
    const known = this.peers.peek().get(from);
    // Loaded anew: what was agreed with the page before is void.
    if (known?.life && known.life !== said.life) this.#drop(from);
    const peer = this.#meet(from);
    peer.life = said.life;
    // What cannot be understood is as good as lost: the side that waits for it speaks up again.
    peer.heard(said).catch(() => undefined);
  }

  /** The network changed. @param {Relays} relays */
  restart(relays) {
    this.#relays = relays;
    for (const peer of this.peers.peek().values()) peer.restart(relays);
  }

  close() {
    for (const id of [...this.peers.peek().keys()]) this.#drop(id);
  }

  /** @param {string} id */
  #meet(id) {
    const known = this.peers.peek().get(id);
    if (known) return known;
    /** @type {Peer} */
    const peer = new Peer({
      around: this.#around,
      relays: this.#relays,
      offers: this.#me > id,
      kbps: () => KBPS[Math.min(this.peers.peek().size, KBPS.length - 1)] ?? 0,
      send: (said) => this.#around.send(id, { ...said, life: this.#around.life, to: this.#lifeOf(id) }),
    });
    this.#put(new Map(this.peers.peek()).set(id, peer));
    return peer;
  }

  /** @param {string} id */
  #lifeOf(id) {
    return this.peers.peek().get(id)?.life ?? null;
  }

  /** @param {string} id */
  #drop(id) {
    const rest = new Map(this.peers.peek());
    rest.get(id)?.close();
    rest.delete(id);
    this.#put(rest);
  }

  /** @param {ReadonlyMap<string, Peer>} peers */
  #put(peers) {
    this.peers.value = peers;
    for (const peer of peers.values()) peer.limit();
  }
}

/** @param {string} state of a participant */
export function isIn(state) {
  return state === "joined" || state === "reconnecting";
}
