import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CHECKS, finding, mediaFinding, relayFinding, sorted, SPEECH_BITS, stunFinding, upstreamFinding, verdict,
  VIDEO_BITS, WAYS,
} from "../../../web/calls/doctor.js";
import { knows } from "../../../web/words/index.js";
import "../../../web/words/doctor.js";

/** @typedef {import("../../../web/calls/doctor-types.d.ts").Path} Path */

/** @param {Partial<Path>} [seen] @returns {Path} */
const path = (seen) => ({ offered: true, found: false, complete: false, passed: false, errors: [], ...seen });
/** All is well, but for these. @param {...import("../../../web/calls/doctor-types.d.ts").Finding} others */
const findings = (...others) =>
  CHECKS.map((check) => others.find((one) => one.check === check) ?? finding(check, "good", "good"));
const relays = (/** @type {"bad" | "none"} */ state) => WAYS.map((way) => finding(way, state, "blocked"));

test("each server goes to the check that it serves, with its credentials", () => {
  const secret = { username: "1:me", credential: "x" };
  const urls = ["turn:a", "turn:a?transport=udp", "turn:a:80?transport=tcp", "turns:a:443?transport=tcp", "http:a"];
  const { stun, udp, tcp, tls } = sorted([{ urls: "stun:s" }, { urls, ...secret }]);
  assert.deepEqual(stun, [{ urls: "stun:s" }]);
  assert.deepEqual(udp.map((server) => server.urls), ["turn:a", "turn:a?transport=udp"]);
  assert.deepEqual(tcp, [{ urls: "turn:a:80?transport=tcp", ...secret }]);
  assert.deepEqual(tls, [{ urls: "turns:a:443?transport=tcp", ...secret }]);
});

test("why a device cannot be used is told apart", () => {
  const reason = (/** @type {string} */ name) => mediaFinding("camera", { name }).reason;
  assert.equal(reason("NotAllowedError"), "denied");
  assert.equal(reason("NotFoundError"), "missing");
  assert.equal(reason("NotReadableError"), "busy");
  assert.equal(reason("Anything"), "failed");
});

test("without an own address seen from outside: nothing in between, or nothing let through", () => {
  assert.equal(stunFinding(path({ found: true })).reason, "good");
  assert.equal(stunFinding(path({ complete: true })).reason, "direct");
  assert.equal(stunFinding(path({ complete: true, errors: [701] })).reason, "blocked");
  assert.equal(stunFinding(path()).reason, "blocked");
  assert.equal(stunFinding(path({ offered: false })).state, "none");
});

test("a relay works when data came through it", () => {
  assert.equal(relayFinding("udp", path({ found: true, passed: true })).state, "good");
  assert.equal(relayFinding("udp", path({ found: true })).reason, "stuck");
  assert.equal(relayFinding("tcp", path({ errors: [701] })).reason, "blocked");
  assert.equal(relayFinding("tcp", path({ errors: [701, 401] })).reason, "refused");
  assert.equal(relayFinding("tls", path({ errors: [486] })).reason, "full");
  assert.equal(relayFinding("tls", path({ offered: false })).state, "none");
});

test("upstream is told in people", () => {
  const of = (/** @type {number} */ bits) => upstreamFinding({ way: "relay", bits });
  assert.deepEqual(of(2 * VIDEO_BITS), finding("upstream", "good", "videoRelay", { rate: 1, count: 2 }));
  assert.equal(of(1000 * VIDEO_BITS).values.count, 5);
  assert.equal(of(VIDEO_BITS - 1).reason, "speechRelay");
  assert.equal(of(SPEECH_BITS).state, "bad");
  assert.equal(upstreamFinding({ way: "server", bits: VIDEO_BITS }).reason, "videoServer");
  assert.equal(upstreamFinding(null).state, "none");
});

test("nothing is said before everything was looked at", () => {
  assert.equal(verdict(findings(finding("upstream", "running", ""))), null);
  assert.equal(verdict(findings()), "well");
});

test("the worst comes first", () => {
  const deaf = finding("microphone", "bad", "silent");
  const shut = finding("stun", "bad", "blocked");
  assert.equal(verdict(findings(deaf, shut, ...relays("bad"))), "noWay");
  assert.equal(verdict(findings(deaf, ...relays("bad"))), "unheard");
  assert.equal(verdict(findings(...relays("bad"))), "noRelay");
  assert.equal(verdict(findings(finding("stun", "none", "none"), ...relays("none"))), "local");
  assert.equal(verdict(findings(finding("camera", "poor", "dark"))), "some");
  assert.equal(verdict(findings(finding("tcp", "none", "none"))), "well");
});

test("there are words for whatever can be found", () => {
  const camera = ["good", "denied", "missing", "busy", "still", "dark", "failed"];
  const microphone = ["good", "denied", "missing", "busy", "muted", "silent", "failed"];
  const speakers = ["asked", "good", "unheard", "blocked"];
  const upstream = ["video", "speech", "little"].flatMap((one) => [`${one}Relay`, `${one}Server`]);
  const paths = ["good", "blocked", "none", "unasked"];
  const keys = Object.entries({
    camera, microphone, speakers, upstream: [...upstream, "none", "unasked"], stun: [...paths, "direct"],
    turn: [...paths, "refused", "full", "stuck"], state: ["good", "poor", "bad", "none", "asked"],
    verdict: ["well", "some", "noRelay", "unheard", "noWay", "local"],
  }).flatMap(([group, names]) => names.map((name) => `doctor.${group}.${name}`));
  assert.deepEqual(keys.filter((key) => !knows(key)), []);
  assert.deepEqual(CHECKS.filter((check) => !knows(`doctor.${check}`)), []);
});
