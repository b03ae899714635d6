/** The service worker: its registration, and the news that a newer version of the client is ready. */

const ADDRESS = "/service-worker.js";
/** A page may stay open for weeks; a browser by itself looks for a new version only when one is loaded. */
const LOOK_AGAIN_MS = 60 * 60 * 1000;

/** @typedef {{createPolicy(name: string, rules: {createScriptURL(url: string): string}): {createScriptURL(url: string): unknown}}} TrustedTypes */

/**
 * Registers the service worker where there is one.
 *
 * `onUpdate` is called, once for each newer version, when it is installed and waits; calling the function that it is
 * given starts that version and loads the page anew.
 * @param {(reload: () => void) => void} onUpdate
 * @returns {Promise<void>} resolved as well where the browser has none, refuses it, or the network is away
 */
export async function registerWorker(onUpdate) {
  if (!("serviceWorker" in navigator)) return;
  try {
    const options = /** @type {const} */ ({ type: "module", updateViaCache: "none" });
    const registration = await navigator.serviceWorker.register(trusted(ADDRESS), options);
    watch(registration, onUpdate);
    setInterval(() => registration.update().catch(ignore), LOOK_AGAIN_MS);
  } catch {
    // Without a worker everything works but opening while offline: private windows and old browsers.
  }
}

/**
 * @param {ServiceWorkerRegistration} registration
 * @param {(reload: () => void) => void} onUpdate
 */
function watch(registration, onUpdate) {
  if (registration.waiting) offer(registration.waiting, onUpdate);
  registration.addEventListener("updatefound", () => {
    const next = registration.installing;
    next?.addEventListener("statechange", () => {
      // Without a controller this is the first version, and the page has just been loaded from it.
      if (next.state === "installed" && navigator.serviceWorker.controller) offer(next, onUpdate);
    });
  });
}

/**
 * @param {ServiceWorker} next
 * @param {(reload: () => void) => void} onUpdate
 */
function offer(next, onUpdate) {
  onUpdate(() => {
    const reload = () => location.reload();
    // Other pages keep what they have loaded: only the one that was asked is loaded anew.
    navigator.serviceWorker.addEventListener("controllerchange", reload, { once: true });
    if (next.state === "activated") reload();
    else next.postMessage({ type: "activate" });
  });
}

/**
 * The address as a browser with Trusted Types wants it: the policy makes this one address and no other.
 * @param {string} address
 * @returns {string}
 */
function trusted(address) {
  const types = /** @type {{trustedTypes?: TrustedTypes}} */ (/** @type {unknown} */ (globalThis)).trustedTypes;
  const policy = types?.createPolicy("parley-worker", { createScriptURL: () => ADDRESS });
  return /** @type {string} */ (policy?.createScriptURL(address) ?? address);
}

/** A failed look for a new version is repeated an hour later. */
function ignore() {}
