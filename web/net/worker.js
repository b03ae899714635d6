/** The service worker: its registration, and the news that a newer version of the client is ready. */

const ADDRESS = "/service-worker.js";
/** A page may stay open for weeks; a browser by itself looks for a new version only when one is loaded. */
const LOOK_AGAIN_MS = 60 * 60 * 1000;

/** @import { OnUpdate, TrustedTypes } from "./types.js" */

/** @param {OnUpdate} onUpdate called once for each newer version, when it is installed and waits */
export async function registerWorker(onUpdate) {
  if (!("serviceWorker" in navigator)) return;
  try {
    const options = /** @type {const} */ ({ type: "module", updateViaCache: "none" });
    const registration = await navigator.serviceWorker.register(address(), options);
    watch(registration, onUpdate);
    // One that fails is made up for an hour later.
    setInterval(() => registration.update().catch(() => undefined), LOOK_AGAIN_MS);
  } catch {
    // Without it everything works but opening while offline: private windows and old browsers.
  }
}

/** @param {ServiceWorkerRegistration} registration @param {OnUpdate} onUpdate */
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

/** @param {ServiceWorker} next @param {OnUpdate} onUpdate */
function offer(next, onUpdate) {
  onUpdate(() => {
    const reload = () => location.reload();
    // Other pages keep what they have loaded: only the one that was asked is loaded anew.
    navigator.serviceWorker.addEventListener("controllerchange", reload, { once: true });
    if (next.state === "activated") reload();
    else next.postMessage({ type: "activate" });
  });
}

/** The address as a browser with Trusted Types wants it: the policy makes this one address and no other. */
function address() {
  const { trustedTypes } = /** @type {{trustedTypes?: TrustedTypes}} */ (globalThis);
  const policy = trustedTypes?.createPolicy("parley-worker", { createScriptURL: () => ADDRESS });
  return /** @type {string} */ (policy?.createScriptURL(ADDRESS) ?? ADDRESS);
}
