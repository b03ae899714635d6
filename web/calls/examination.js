/** One examination by the call doctor: the devices one after another, the ways to others side by side. */
import { signal } from "../vendor/signals-core.js";
import { checkCamera, checkMicrophone, playTones } from "./check-devices.js";
import { tryRelay, tryStun } from "./check-paths.js";
import { throughRelay, toServer } from "./check-upstream.js";
import { CHECKS, finding, relayFinding, sorted, stunFinding, upstreamFinding, WAYS } from "./doctor.js";

/** @import { CheckName, Finding, Relays, Surgery } from "./doctor-types.d.ts" */

export class Examination {
  findings = signal(CHECKS.map((check) => finding(check, "waiting", "")));
  /** What the camera sees. */
  picture = signal(/** @type {MediaStream | null} */ (null));
  /** How loud the microphone hears, 0 to 1. */
  level = signal(0);
  #surgery;
  /** @type {MediaStream[]} */
  #streams = [];
  #over = false;

  /** @param {Surgery} surgery */
  constructor(surgery) {
    this.#surgery = surgery;
  }

  async run() {
    await this.#look("camera", () => checkCamera(this.#surgery.devices().camera, (stream) => {
      this.#keep(stream);
      this.picture.value = stream;
    }));
    const heard = (/** @type {number} */ level) => {
      this.level.value = level;
    };
    await this.#look("microphone", () =>
      checkMicrophone(this.#surgery.devices().microphone, (stream) => this.#keep(stream), heard));
    await this.#look("speakers", playTones);
    await this.#connect();
    this.stop();
  }

  /** The tones again. */
  async playAgain() {
    await this.#look("speakers", playTones);
  }

  /** What the person says of the tones. @param {boolean} heard */
  answer(heard) {
    this.#note(heard ? finding("speakers", "good", "good") : finding("speakers", "bad", "unheard"));
  }

  /** Switch camera and microphone off; what is not looked at yet is left. */
  stop() {
    this.#over = true;
    for (const track of this.#streams.flatMap((stream) => stream.getTracks())) track.stop();
    this.picture.value = null;
    this.level.value = 0;
  }

  async #connect() {
    const relays = await this.#relays();
    if (!relays) return;
    await Promise.all([
      this.#look("stun", async () => stunFinding(await tryStun(relays.stun))),
      ...WAYS.map((way) => this.#look(way, async () => relayFinding(way, await tryRelay(relays[way])))),
    ]);
    await this.#look("upstream", async () => upstreamFinding(await this.#upstream(relays)));
  }

  /** Where the server says nothing, that is what is found of all that needs it. @returns {Promise<Relays | null>} */
  async #relays() {
    try {
      return sorted((await this.#surgery.iceServers()).ice_servers);
    } catch {
      for (const check of /** @type {CheckName[]} */ (["stun", ...WAYS, "upstream"])) {
        this.#note(finding(check, "bad", "unasked"));
      }
      return null;
    }
  }

  /** @param {Relays} relays */
  async #upstream(relays) {
    const way = WAYS.find((one) => this.#stateOf(one) === "good");
    const relayed = way ? await throughRelay(relays[way]) : null;
    return relayed ?? toServer(this.#surgery.probe).catch(() => null);
  }

  /** @param {CheckName} check @param {() => Promise<Finding>} look */
  async #look(check, look) {
    if (this.#over && check !== "speakers") return;
    this.#note(finding(check, "running", ""));
    this.#note(await look());
  }

  /** @param {Finding} found */
  #note(found) {
    this.findings.value = this.findings.peek().map((one) => (one.check === found.check ? found : one));
  }

  /** @param {CheckName} check */
  #stateOf(check) {
    return this.findings.peek().find((one) => one.check === check)?.state;
  }

  /** @param {MediaStream} stream */
  #keep(stream) {
    this.#streams.push(stream);
    if (this.#over) this.stop();
  }
}
