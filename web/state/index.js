/**
 * The one instance of this page, in its browser: what is known, as signals, and what can be done.
 *
 * @import { Herald, Locks, Page, Surroundings, TabChannel } from "./parts.js"
 */
import { postForm } from "../files/post.js";
import { Rest, register, signIn, signOut, whoAmI } from "../net/rest.js";
import { Socket, systemClock } from "../net/socket.js";
import { createApp } from "./app.js";
import { MemoryStorage, openStorage } from "./storage.js";

/** A page in the background draws nothing: then this has to do. */
const UNDRAWN_MS = 200;

/** So far apart what comes without a pause is shown: each drawing costs, and scrolling and typing need frames. */
const BETWEEN_MS = 100;

/** @returns {Promise<Surroundings>} */
async function browserSurroundings() {
  let signedOut = () => {};
  const rest = new Rest({ onSignedOut: () => signedOut() });
  return {
    rest,
    onSignedOut: (ended) => {
      signedOut = ended;
    },
    auth: {
      whoAmI: () => whoAmI(rest),
      signIn: (credentials) => signIn(rest, credentials),
      register: (account) => register(rest, account),
      signOut: () => signOut(rest),
    },
    wireFactory: () => new Socket({ rest }),
    post: postForm,
    clock: systemClock,
    storage: await openStorage().catch(() => new MemoryStorage()),
    channel: tabChannel(),
    locks,
    page,
    paint,
    shelf: localStorage,
    onshelf: (changed) => addEventListener("storage", (event) => changed(event.key)),
    herald,
  };
}

let painted = -BETWEEN_MS;

/** @param {() => void} callback */
function paint(callback) {
  let due = true;
  const once = () => {
    if (!due) return;
    due = false;
    painted = performance.now();
    callback();
  };
  const rest = painted + BETWEEN_MS - performance.now();
  if (rest > 0) setTimeout(() => requestAnimationFrame(once), rest);
  else requestAnimationFrame(once);
  setTimeout(once, UNDRAWN_MS);
}

/** @returns {TabChannel} */
function tabChannel() {
  const channel = new BroadcastChannel("parley");
  return {
    post: (message) => channel.postMessage(message),
    listen: (heard) => channel.addEventListener("message", ({ data }) => heard(data)),
  };
}

/** @type {Locks} */
const locks = {
  hold(name, { shared = false }, held) {
    const waiting = new AbortController();
    let letGo = () => waiting.abort();
    const granted = () => {
      held();
      return new Promise((resolve) => {
        letGo = () => resolve(undefined);
      });
    };
    const mode = shared ? "shared" : "exclusive";
    navigator.locks.request(name, { mode, signal: waiting.signal }, granted).catch(() => undefined);
    return () => letGo();
  },
  async isHeld(name) {
    const { held = [] } = await navigator.locks.query();
    return held.some((lock) => lock.name === name);
  },
};

/** @type {Page} */
const page = {
  attentive: () => document.visibilityState === "visible" && document.hasFocus(),
  onattention(changed) {
    addEventListener("focus", changed);
    addEventListener("blur", changed);
    document.addEventListener("visibilitychange", changed);
  },
  onwake(woke) {
    document.addEventListener("resume", woke);
    addEventListener("pageshow", (event) => event.persisted && woke());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && woke());
  },
  onnetwork(changed) {
    addEventListener("online", () => changed(true));
    addEventListener("offline", () => changed(false));
  },
  onhide(hiding) {
    addEventListener("pagehide", hiding);
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && hiding());
  },
  hash: () => location.hash,
  go: (hash) => {
    location.hash = hash;
  },
  onhash: (changed) => addEventListener("hashchange", changed),
  title: (title) => {
    document.title = title;
  },
  guard(on) {
    if (on) addEventListener("beforeunload", ask);
    else removeEventListener("beforeunload", ask);
  },
};

/** The words are the browser's own. @param {Event} event */
function ask(event) {
  event.preventDefault();
}

/** @type {Herald} */
const herald = {
  async show({ title, body, tag, open }) {
    if (!("Notification" in window) || Notification.permission !== "granted") return;
    // Phones allow them to service workers only. The worker says which one was chosen.
    const worker = await navigator.serviceWorker?.getRegistration();
    if (worker?.active) return worker.showNotification(title, { body, tag });
    const notification = new Notification(title, { body, tag });
    notification.addEventListener("click", () => {
      window.focus();
      open();
      notification.close();
    });
  },
  sound() {
    const context = new AudioContext();
    const tone = new OscillatorNode(context, { type: "sine", frequency: 660 });
    const volume = new GainNode(context, { gain: 0.08 });
    volume.gain.exponentialRampToValueAtTime(0.0001, context.currentTime + 0.35);
    tone.connect(volume).connect(context.destination);
    tone.addEventListener("ended", () => void context.close());
    tone.start();
    tone.stop(context.currentTime + 0.4);
  },
};

navigator.serviceWorker?.addEventListener("message", ({ data }) => {
  if (data?.type === "open") page.go(data.hash);
});

export const app = createApp(await browserSurroundings());
