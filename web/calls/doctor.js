/** What the call doctor looks at, and what it makes of what it finds: no browser in here. */

/** @import { CheckName, Finding, Path, Relays, State, Upstream } from "./doctor-types.d.ts" */

/** In the order in which they are shown. @type {CheckName[]} */
export const CHECKS = ["camera", "microphone", "speakers", "stun", "udp", "tcp", "tls", "upstream"];
/** The ways to the relay, from the quickest to the one that passes most firewalls. */
export const WAYS = /** @type {const} */ (["udp", "tcp", "tls"]);

/** Bits a second that one other person costs upstream, in a mesh: each gets a stream of their own. */
export const VIDEO_BITS = 500_000;
export const SPEECH_BITS = 50_000;
/** Others in the largest call. */
const OTHERS = 5;
/** Peaks below this (of 1) are the noise of a microphone that hears nothing. */
export const SILENT_LEVEL = 0.003;
/** A picture whose brightest spot is below this (of 255) is that of a covered camera. */
export const DARK_LEVEL = 24;

const MEDIA_REASONS = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotFoundError: "missing",
  OverconstrainedError: "missing",
  NotReadableError: "busy",
  AbortError: "busy",
};

/** @type {(check: CheckName, state: State, reason: string, values?: Finding["values"]) => Finding} */
export function finding(check, state, reason, values = {}) {
  return { check, state, reason, values };
}

/** Why there is no picture or no sound. @type {(check: CheckName, error: unknown) => Finding} */
export function mediaFinding(check, error) {
  const { name = "" } = /** @type {{name?: string}} */ (error ?? {});
  const known = Object.entries(MEDIA_REASONS).find(([one]) => one === name);
  return finding(check, "bad", known?.[1] ?? "failed");
}

/**
 * The servers by what they are asked for; each relay only with the addresses of one way.
 * @param {RTCIceServer[]} servers as the server gives them
 * @returns {Relays}
 */
export function sorted(servers) {
  /** @type {Relays} */
  const found = { stun: [], udp: [], tcp: [], tls: [] };
  for (const server of servers) {
    for (const url of [server.urls].flat()) {
      const kind = kindOf(url);
      if (kind) found[kind].push({ ...server, urls: url });
    }
  }
  return found;
}

/** RFC 7064 and 7065. @param {string} url @returns {keyof Relays | null} */
function kindOf(url) {
  const scheme = url.slice(0, url.indexOf(":")).toLowerCase();
  if (scheme === "stun" || scheme === "stuns") return "stun";
  if (scheme === "turns") return "tls";
  if (scheme !== "turn") return null;
  return /[?&]transport=tcp\b/i.test(url) ? "tcp" : "udp";
}

/** @param {Path} path */
export function stunFinding({ offered, found, complete, errors }) {
  if (!offered) return finding("stun", "none", "none");
  if (found) return finding("stun", "good", "good");
  // Nothing failed, and there is no other address than the own: there is no NAT in between.
  return complete && errors.length === 0 ? finding("stun", "good", "direct") : finding("stun", "bad", "blocked");
}

/** @type {(way: typeof WAYS[number], path: Path) => Finding} */
export function relayFinding(way, { offered, found, passed, errors }) {
  if (!offered) return finding(way, "none", "none");
  if (passed) return finding(way, "good", "good");
  if (found) return finding(way, "bad", "stuck");
  return finding(way, "bad", refusal(errors) ?? "blocked");
}

/** By the codes of RFC 8656, section 19. @param {number[]} errors */
function refusal(errors) {
  if (errors.includes(486) || errors.includes(508)) return "full";
  return errors.some((code) => code >= 400 && code < 500) ? "refused" : null;
}

/** @param {Upstream | null} measured null: there was no way to measure */
export function upstreamFinding(measured) {
  if (!measured) return finding("upstream", "none", "none");
  const { bits, way } = measured;
  const values = { rate: megabits(bits), count: Math.min(OTHERS, Math.floor(bits / VIDEO_BITS)) };
  const where = way === "relay" ? "Relay" : "Server";
  if (bits >= VIDEO_BITS) return finding("upstream", "good", `video${where}`, values);
  if (bits >= 2 * SPEECH_BITS) return finding("upstream", "poor", `speech${where}`, values);
  return finding("upstream", "bad", `little${where}`, values);
}

/** One digit after the point, and one that is not 0. @param {number} bits */
function megabits(bits) {
  return Math.max(Math.round(bits / 100_000) / 10, 0.1);
}

/**
 * What all of it means for a call, or null while something is still looked at.
 * @param {Finding[]} findings one for each check
 */
export function verdict(findings) {
  const of = (/** @type {CheckName} */ check) => findings.find((one) => one.check === check)?.state;
  if (findings.some(({ state }) => state === "waiting" || state === "running")) return null;
  const paths = ["stun", ...WAYS].map((check) => of(/** @type {CheckName} */ (check)));
  if (paths.every((state) => state === "none")) return "local";
  if (!paths.includes("good")) return "noWay";
  if (of("microphone") === "bad") return "unheard";
  if (!WAYS.some((way) => of(way) === "good")) return "noRelay";
  return findings.every(({ state }) => state === "good" || state === "none") ? "well" : "some";
}
