/**
 * A browser without a browser, and a server that fits into a test: enough of both to run the whole of
 * `state/`.
 *
 * @import { Surroundings, TabMessage } from "../../../web/state/parts.js"
 */
import { createApp } from "../../../web/state/app.js";
import { Browser } from "./fake-browser.js";
import { Server, unreachable } from "./fake-server.js";
import { ManualClock } from "./manual-clock.js";

/**
 * One tab of `browser`.
 *
 * @param {{server?: Server, browser?: Browser, clock?: ManualClock, hash?: string}} [given]
 */
export function openTab({
  server = new Server(),
  browser = new Browser(),
  clock = new ManualClock(),
  hash = "",
} = {}) {
  const tab = new Tab(hash);
  let signedOut = () => {};
  /** @type {Surroundings} */
  const surroundings = {
    ...accountOf(server, () => signedOut()),
    onSignedOut: (ended) => {
      signedOut = ended;
    },
    clock,
    post: async () => {},
    storage: browser.storage,
    channel: channelOf(browser),
    locks: { hold: browser.hold, isHeld: async (name) => (browser.locks.get(name) ?? []).length > 0 },
    page: tab.page(),
    paint: (callback) => {
      tab.paints += 1;
      clock.after(16, callback);
    },
    shelf: shelfOf(browser),
    onshelf: () => {},
    herald: { show: ({ title }) => void tab.shown.push(title), sound: () => void (tab.sounds += 1) },
  };
  return { app: createApp(surroundings), server, browser, clock, tab, signedOut: () => signedOut() };
}

/** A tab that is signed in and knows its conversations. @param {Parameters<typeof openTab>[0]} [given] */
export async function signedInTab(given) {
  const world = openTab(given);
  await world.app.start();
  await world.clock.advance(100);
  return world;
}

/** What a person does to a page, and what they notice of it. */
class Tab {
  attentive = true;
  title = "";
  paints = 0;
  sounds = 0;
  /** @type {string[]} */
  shown = [];
  guarded = false;
  hide = () => {};
  network = (/** @type {boolean} */ _online) => {};
  #attention = () => {};
  #navigated = () => {};

  /** @param {string} hash */
  constructor(hash) {
    this.hash = hash;
  }

  /** @param {string} hash */
  go(hash) {
    this.hash = hash;
    this.#navigated();
  }

  /** @param {boolean} attentive */
  attend(attentive) {
    this.attentive = attentive;
    this.#attention();
  }

  /** @returns {Surroundings["page"]} */
  page() {
    return {
      attentive: () => this.attentive,
      onattention: (changed) => (this.#attention = changed),
      onwake: () => {},
      onnetwork: (changed) => (this.network = changed),
      onhide: (hiding) => (this.hide = hiding),
      hash: () => this.hash,
      go: (hash) => this.go(hash),
      onhash: (changed) => (this.#navigated = changed),
      title: (title) => (this.title = title),
      guard: (on) => (this.guarded = on),
    };
  }
}

/**
 * @param {Server} server
 * @param {() => void} ended
 * @returns {Pick<Surroundings, "rest" | "auth" | "wireFactory">}
 */
function accountOf(server, ended) {
  return {
    rest: {
      get: (path, query) => server.answer("GET", path, query),
      pages: async function* (path, query) {
        yield (await server.answer("GET", path, query)).results;
      },
      post: (path, body) => server.answer("POST", path, body),
      put: (path, body) => server.answer("PUT", path, body),
      patch: (path, body) => server.answer("PATCH", path, body),
      delete: (path) => server.answer("DELETE", path),
    },
    auth: {
      whoAmI: () => server.whoAmI(),
      signIn: async () => (server.signedIn = true),
      register: async () => (server.signedIn = true),
      signOut: async () => {
        if (!server.reachable) throw unreachable();
        server.signedIn = false;
        // The connection is ended before the answer comes.
        ended();
      },
    },
    wireFactory: () => server.wire(),
  };
}

/** @param {Browser} browser @returns {Surroundings["channel"]} */
function channelOf(browser) {
  /** @type {(message: TabMessage) => void} */
  let own = () => {};
  return {
    post: (said) => browser.tabs.filter((heard) => heard !== own).forEach((heard) => heard(said)),
    listen: (heard) => {
      own = heard;
      browser.tabs.push(heard);
    },
  };
}

/** @param {Browser} browser @returns {Surroundings["shelf"]} */
function shelfOf({ shelf }) {
  return {
    getItem: (key) => shelf.get(key) ?? null,
    setItem: (key, text) => void shelf.set(key, text),
    removeItem: (key) => void shelf.delete(key),
    key: (index) => [...shelf.keys()][index] ?? null,
    get length() {
      return shelf.size;
    },
  };
}
