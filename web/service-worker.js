/**
 * Keeps the shell of the client, so that it opens without a network and at once with one.
 *
 * A version is kept whole or not at all: shell.js names the hash over all its files, and a file that differs fails the
 * installation. One hash, since a hash for each file would be a twentieth of all that the client weighs.
 * A new version waits until no page uses the old one, or until a page asks for it.
 * Only the files of the list are ever answered from here; everything else goes to the server as if this did not exist.
 */

import { FILES, VERSION } from "./shell.js";

const PREFIX = "parley-shell-";
const NAME = PREFIX + VERSION;
const SHELL = new Set(FILES);
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));

worker.addEventListener("message", (event) => {
  if (event.data?.type === "activate") event.waitUntil(worker.skipWaiting());
});

worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(`#/c/${encodeURIComponent(event.notification.tag)}`));
});

worker.addEventListener("fetch", (event) => {
  const path = shellPath(event.request);
  if (path) event.respondWith(kept(path, event.request));
});

async function install() {
  const responses = await Promise.all(FILES.map(fetched));
  if ((await version(responses)) !== VERSION) throw new Error("the files are not those of this version");
  const cache = await caches.open(NAME);
  await Promise.all(FILES.map((path, at) => cache.put(path, responses[at])));
}

/**
 * @param {string} path
 * @returns {Promise<Response>}
 */
async function fetched(path) {
  // "no-cache" asks the server whether the copy of the browser still holds: what did not change is not sent again.
  const response = await fetch(path, { cache: "no-cache", credentials: "omit" });
  if (!response.ok || response.redirected) throw new Error(`${path}: ${response.status}`);
  return response;
}

/**
 * The hash of all paths and of the hashes of their files, as `make web` computes it.
 * @param {Response[]} responses
 * @returns {Promise<string>}
 */
async function version(responses) {
  const hashes = await Promise.all(responses.map(async (response) => sha256(await response.clone().blob())));
  return hex(await sha256(new Blob(FILES.flatMap((path, at) => [path, hashes[at]]))));
}

/** @param {Blob} content */
async function sha256(content) {
  return crypto.subtle.digest("SHA-256", await content.arrayBuffer());
}

/** @param {ArrayBuffer} bytes */
function hex(bytes) {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function activate() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== NAME);
  await Promise.all(old.map((name) => caches.delete(name)));
  // The page that installed the first version is served by it from now on, not only after the next load.
  await worker.clients.claim();
}

/**
 * The path in the list that answers `request`; undefined for what is not ours.
 * @param {Request} request
 * @returns {string|undefined}
 */
function shellPath(request) {
  const { origin, pathname } = new URL(request.url);
  const ours = request.method === "GET" && origin === worker.location.origin;
  return ours && SHELL.has(pathname) ? pathname : undefined;
}

/**
 * Shows a place of the client, in a page that is there if there is one.
 * @param {string} hash
 */
async function open(hash) {
  const pages = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const page = pages.find(({ url }) => new URL(url).pathname === "/");
  if (!page) return worker.clients.openWindow(`/${hash}`);
  page.postMessage({ type: "open", hash });
  return page.focus();
}

/**
 * @param {string} path
 * @param {Request} request
 */
async function kept(path, request) {
  const cache = await caches.open(NAME);
  return (await cache.match(path)) ?? fetch(request);
}
