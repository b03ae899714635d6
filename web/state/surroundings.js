/**
 * What `state/` needs of the world around it; `browser.js` has a browser's, the tests have their own.
 *
 * @import { RestCalls } from "./api.js"
 * @import { Storage } from "./memory-storage.js"
 * @import { Herald, Locks } from "./notices.js"
 * @import { Authentication } from "./session.js"
 * @import { Shelf } from "./settings.js"
 * @import { Clock } from "./types.js"
 * @import { Wire } from "../sync/types.js"
 */

/**
 * @typedef {{type: "signed-in" | "signed-out" | "outgoing"}} TabMessage
 *
 * @typedef {object} TabChannel  to the other tabs
 * @property {(message: TabMessage) => void} post
 * @property {(heard: (message: TabMessage) => void) => void} listen
 *
 * @typedef {object} Page  the window of the browser, as far as it matters here
 * @property {() => boolean} attentive  visible and focused
 * @property {(changed: () => void) => void} onattention
 * @property {(woke: () => void) => void} onwake
 * @property {(changed: (online: boolean) => void) => void} onnetwork
 * @property {(hiding: () => void) => void} onhide
 * @property {() => string} hash
 * @property {(hash: string) => void} go
 * @property {(changed: () => void) => void} onhash
 * @property {(title: string) => void} title
 *
 * @typedef {object} Surroundings
 * @property {RestCalls} rest
 * @property {Authentication} auth
 * @property {(ended: () => void) => void} onSignedOut
 *   calls back when an answer shows that the session is over
 * @property {() => Wire} wireFactory
 * @property {Clock} clock
 * @property {Storage} storage
 * @property {TabChannel} channel
 * @property {Locks} locks
 * @property {Page} page
 * @property {(callback: () => void) => void} paint  calls back before the next frame
 * @property {Shelf} shelf
 * @property {(changed: (key: string | null) => void) => void} onshelf
 * @property {Herald} herald
 */

export {};
