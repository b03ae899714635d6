/** Pages agree about their connections, whatever is lost, comes late, or is said by both at once. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Mesh } from "../../../web/calls/mesh.js";
import { signal } from "../../../web/vendor/signals-core.js";
import { FakeClock } from "../sync/fake-clock.js";
import { ModelConnection } from "./model-connection.js";

/** @import { Call, CallSignal, Participant } from "../../../web/calls/types.js" */

/** The server, which passes on what is said, and loses what it is told to lose. */
class World {
  clock = new FakeClock();
  /** @type {Map<string, Page>} */
  pages = new Map();
  /** @type {Map<string, Participant["state"]>} */
  states = new Map();
  /** @type {(said: CallSignal, from: string) => boolean} */
  loses = () => false;
  said = 0;

  /** @param {string[]} ids */
  async join(...ids) {
    for (const id of ids) {
      this.states.set(id, "joined");
      this.pages.get(id)?.mesh.close();
      this.pages.set(id, new Page(this, id));
    }
    this.update();
    await this.clock.advance(200);
  }

  update() {
    for (const page of this.pages.values()) page.mesh.update(this.call());
  }

  /** @returns {Call} */
  call() {
    const participants = [...this.states].map(([id, state]) => ({ id, user: `u${id}`, state, device: false }));
    return /** @type {any} */ ({ id: "call", state: "active", participants });
  }

  /** @param {string} from @param {string} to @param {CallSignal} said */
  pass(from, to, said) {
    this.said += 1;
    if (this.loses(said, from)) return;
    this.clock.after(1, () => this.pages.get(to)?.mesh.heard(from, said));
  }

  /**
   * Whether these are connected with each other, by an offer and an answer that belong together.
   * @param {string[]} ids
   */
  connected(...ids) {
    return ids.every((one) => ids.every((other) => one === other || this.agree(one, other)));
  }

  /** @param {string} one @param {string} other */
  agree(one, other) {
    const [near, far] = [this.pages.get(one)?.to(other), this.pages.get(other)?.to(one)];
    const same = near?.localDescription?.sdp === far?.remoteDescription?.sdp;
    return near !== undefined && near.signalingState === "stable" && near.connectionState === "connected" && same;
  }
}

class Page {
  /** @type {ModelConnection[]} */
  made = [];

  /** @param {World} world @param {string} id */
  constructor(world, id) {
    const life = `${id} ${world.clock.now()} ${Math.random()}`;
    const none = signal(null);
    const shown = signal({ audio: true, video: false, screen: false });
    const connect = (/** @type {RTCConfiguration} */ configuration) => {
      const connection = new ModelConnection(configuration);
      this.made.push(connection);
      return /** @type {any} */ (connection);
    };
    /** @type {import("../../../web/calls/types.js").Relays} */
    this.relays = { servers: [], policy: "all" };
    const around = {
      clock: world.clock,
      own: { microphone: none, camera: none, screen: none, shown },
      relays: async () => this.relays,
      send: (/** @type {string} */ to, /** @type {CallSignal} */ said) => world.pass(id, to, said),
      connect,
      life,
    };
    this.mesh = new Mesh(around, this.relays, id);
  }

  /** @param {string} id @returns {ModelConnection | undefined} */
  to(id) {
    const index = [...this.mesh.peers.peek().keys()].indexOf(id);
    return this.made.filter((connection) => !connection.closed)[index];
  }
}

test("two agree with one offer, and who came later makes it", async () => {
  const world = new World();
  await world.join("1", "2");
  assert.ok(world.connected("1", "2"));
  assert.deepEqual([world.pages.get("1")?.made[0].offers, world.pages.get("2")?.made[0].offers], [0, 1]);
});

test("four are all connected with each other", async () => {
  const world = new World();
  await world.join("1", "2", "3", "4");
  assert.ok(world.connected("1", "2", "3", "4"));
});

for (const [what, loses] of /** @type {const} */ ([
  ["an offer", (/** @type {CallSignal} */ said) => said.description?.type === "offer"],
  ["an answer", (/** @type {CallSignal} */ said) => said.description?.type === "answer"],
  ["everything", () => true],
])) {
  test(`${what} that is lost is said again`, async () => {
    const world = new World();
    const end = world.clock.now() + 1000;
    world.loses = (said) => world.clock.now() < end && loses(said);
    await world.join("1", "2");
    assert.ok(!world.connected("1", "2"));
    await world.clock.advance(10_000);
    assert.ok(world.connected("1", "2"));
  });
}

test("where both offer at once one gives way", async () => {
  const world = new World();
  await world.join("1", "2");
  for (const page of world.pages.values()) page.mesh.restart(page.relays);
  await world.clock.advance(200);
  assert.ok(world.connected("1", "2"));
  assert.deepEqual([world.pages.get("1")?.made[0].rollbacks, world.pages.get("2")?.made[0].rollbacks], [1, 0]);
});

for (const id of ["1", "2"]) {
  test(`a page that is loaded anew is met anew: ${id === "1" ? "it gives way" : "it offers"}`, async () => {
    const world = new World();
    await world.join("1", "2");
    await world.join(id);
    await world.clock.advance(200);
    assert.ok(world.connected("1", "2"));
    const other = world.pages.get(id === "1" ? "2" : "1");
    assert.deepEqual(other?.made.map(({ closed }) => closed), [true, false]);
  });
}

test("candidates count that come while the offer before them is being taken in", async () => {
  const world = new World();
  await world.join("1", "2");
  const page = world.pages.get("1");
  page?.mesh.heard("2", { life: "anew", to: null, description: { type: "offer", sdp: "o=anew" } });
  page?.mesh.heard("2", { life: "anew", to: null, candidates: [{ candidate: "here" }] });
  await world.clock.advance(10);
  assert.deepEqual(page?.to("2")?.candidates, [{ candidate: "here" }]);
});

test("what was said to the page before means nothing to this one", async () => {
  const world = new World();
  await world.join("1", "2");
  const [before] = world.pages.get("1")?.made ?? [];
  world.pages.get("1")?.mesh.heard("2", { life: "another", to: "an old one", hello: true });
  assert.equal(before.closed, false);
  assert.ok(world.connected("1", "2"));
});

test("what no page of ours would say is ignored", async () => {
  const world = new World();
  await world.join("1", "2");
  const said = [null, 7, {}, { life: 7 }, { life: world.pages.get("2")?.mesh.peers, candidates: 1 }];
  for (const one of said) world.pages.get("1")?.mesh.heard("2", /** @type {any} */ (one));
  assert.ok(world.connected("1", "2"));
});

test("who leaves while another way is looked for is left", async () => {
  const world = new World();
  await world.join("1", "2");
  const page = /** @type {Page} */ (world.pages.get("1"));
  const { relays } = page;
  /** @type {(relays: any) => void} */
  let answer = () => {};
  page.relays = /** @type {any} */ (new Promise((resolve) => (answer = resolve)));
  page.made[0].become("failed");
  await world.clock.advance(10);
  page.mesh.close();
  answer(relays);
  await world.clock.advance(10);
  assert.equal(page.made[0].closed, true);
});

test("who leaves is left, and who is reconnecting is not", async () => {
  const world = new World();
  await world.join("1", "2", "3");
  world.states.set("2", "reconnecting").set("3", "left");
  world.update();
  assert.deepEqual([...(world.pages.get("1")?.mesh.peers.peek().keys() ?? [])], ["2"]);
  assert.ok(world.agree("1", "2"));
});

test("another way is looked for where the wire is lost, with the servers of that moment", async () => {
  const world = new World();
  await world.join("1", "2");
  const page = world.pages.get("2");
  const [connection] = page?.made ?? [];
  const before = connection.offers;
  if (page) page.relays = { servers: [{ urls: "turn:new" }], policy: "all" };
  connection.become("failed");
  await world.clock.advance(500);
  assert.ok(connection.offers > before);
  assert.deepEqual(connection.configuration.iceServers, [{ urls: "turn:new" }]);
  assert.ok(world.connected("1", "2"));
});

test("a hiccup needs nobody", async () => {
  const world = new World();
  await world.join("1", "2");
  const [connection] = world.pages.get("2")?.made ?? [];
  const before = connection.offers;
  connection.become("disconnected");
  await world.clock.advance(500);
  connection.become("connected");
  await world.clock.advance(10_000);
  assert.equal(connection.offers, before);
});

test("an ended call leaves nothing behind", async () => {
  const world = new World();
  await world.join("1", "2");
  for (const page of world.pages.values()) page.mesh.close();
  const said = world.said;
  await world.clock.advance(60_000);
  assert.equal(world.said, said);
  assert.equal(world.clock.pending, 0);
});
