import assert from "node:assert/strict";
import { test } from "node:test";
import { effect } from "../../../web/vendor/signals-core.js";
import { Browser } from "./fake-browser.js";
import { Server } from "./fake-server.js";
import { ManualClock } from "./manual-clock.js";
import { at, conversation, entry, message, person } from "./shapes.js";
import { openTab, signedInTab } from "./world.js";

/** @param {number} count @param {number} [from] */
const messages = (count, from = 1) => Array.from({ length: count }, (_, index) => message(from + index));

/** @param {{messages: {value: {seq: number}[]}}} timeline */
const seqs = (timeline) => timeline.messages.value.map(({ seq }) => seq);

/** @param {number} from @param {number} to */
const range = (from, to) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** @param {Server} [server] */
function withTeam(server = new Server()) {
  server.add({}, messages(60));
  return server;
}

test("an open conversation shows its newest page, what is said next, and what was said before", async () => {
  const { app, clock, server } = await signedInTab({ server: withTeam(), hash: "#/c/c1" });
  assert.equal(app.current.value, "c1");
  const timeline = app.timeline("c1");
  assert.deepEqual(seqs(timeline), range(11, 60));
  server.push(entry(message(61)));
  await clock.advance(20);
  assert.deepEqual(seqs(timeline), range(11, 61));
  await timeline.loadOlder();
  assert.deepEqual([seqs(timeline), timeline.atStart.value], [range(1, 61), true]);
});

test("a place in the middle is loaded around, and reaches the end page by page", async () => {
  const server = new Server();
  server.add({}, messages(200));
  const { app } = await signedInTab({ server, hash: "#/c/c1" });
  const timeline = app.timeline("c1");
  await timeline.loadAround(100);
  assert.deepEqual([seqs(timeline), timeline.atEnd.value], [range(76, 125), false]);
  await timeline.loadNewer();
  await timeline.loadNewer();
  assert.deepEqual([seqs(timeline), timeline.atEnd.value], [range(76, 200), true]);
});

test("what is said while a page is on its way is neither lost nor there twice", async () => {
  const server = withTeam();
  const { app, clock, tab } = await signedInTab({ server });
  let arrive = () => {};
  server.delay = (path) =>
    path.endsWith("/messages") ? new Promise((resolve) => (arrive = () => resolve())) : Promise.resolve();
  tab.go("#/c/c1");
  await clock.advance(0);
  server.push(entry(message(61)));
  await clock.advance(20);
  arrive();
  await clock.advance(0);
  assert.equal(seqs(app.timeline("c1")).filter((seq) => seq === 61).length, 1);
  server.push(entry(message(62)));
  await clock.advance(20);
  assert.deepEqual(seqs(app.timeline("c1")).slice(-2), [61, 62]);
});

test("a thousand messages within one frame are one change of what is shown", async () => {
  const { app, clock, server, tab } = await signedInTab({ server: withTeam(), hash: "#/c/c1" });
  let changes = -1;
  effect(() => {
    void app.timeline("c1").messages.value;
    changes += 1;
  });
  const paints = tab.paints;
  for (const said of messages(1000, 61)) server.push(entry(said));
  await clock.advance(20);
  assert.deepEqual([app.timeline("c1").messages.value.length, changes, tab.paints - paints], [1050, 1, 1]);
});

test("the line of what is unread stays where it was when the conversation was opened", async () => {
  const server = new Server();
  server.add({ read_seq: 55, unread: 5 }, messages(60));
  const { app, clock } = await signedInTab({ server, hash: "#/c/c1" });
  assert.equal(app.timeline("c1").firstUnread.value, 56);
  await app.actions.read("c1", 60);
  await clock.advance(400);
  assert.deepEqual([app.timeline("c1").firstUnread.value, app.unreadTotal.value], [56, 0]);
});

test("whoever looked elsewhere finds the line where they stopped", async () => {
  const server = new Server();
  server.add({ read_seq: 60 }, messages(60));
  const { app, clock, tab } = await signedInTab({ server, hash: "#/c/c1" });
  server.push(entry(message(61)));
  await clock.advance(20);
  assert.equal(app.timeline("c1").firstUnread.value, null);
  await app.actions.read("c1", 61);
  await clock.advance(400);
  tab.attend(false);
  for (const said of messages(2, 62)) server.push(entry(said));
  await clock.advance(20);
  assert.equal(app.timeline("c1").firstUnread.value, 62);
});

test("reading is told once for many, and only while somebody looks", async () => {
  const server = new Server();
  server.add({ unread: 60 }, messages(60));
  const { app, clock, tab } = await signedInTab({ server, hash: "#/c/c1" });
  const told = () => server.heard.filter(({ type }) => type === "read").map(({ seq }) => seq);
  tab.attend(false);
  for (const seq of [58, 59, 60]) await app.actions.read("c1", seq);
  await clock.advance(1000);
  assert.deepEqual([told(), tab.title], [[], "(60) Parley"]);
  tab.attend(true);
  assert.deepEqual([told(), tab.title], [[60], "Parley"]);
});

test("what a device read elsewhere is read here", async () => {
  const server = new Server();
  server.add({ unread: 5 }, messages(5));
  const { app, clock } = await signedInTab({ server });
  server.tell({ type: "receipt", conversation: "c1", user: server.me.id, read_seq: 5 });
  await clock.advance(0);
  assert.equal(app.conversation("c1").value?.unread, 0);
});

test("others type for six seconds, or until they said it", async () => {
  const { app, clock, server } = await signedInTab({ server: withTeam(), hash: "#/c/c1" });
  const typing = () => app.typing("c1").value.map(({ username }) => username);
  const frame = { type: "typing", conversation: "c1", user: person("bob").id, typing: true };
  server.tell(frame);
  assert.deepEqual(typing(), ["bob"]);
  await clock.advance(5900);
  assert.deepEqual(typing(), ["bob"]);
  await clock.advance(200);
  assert.deepEqual(typing(), []);
  server.tell(frame);
  server.push(entry(message(61)));
  await clock.advance(20);
  assert.deepEqual(typing(), []);
});

test("one's own typing is repeated while it goes on", async () => {
  const { app, clock, server } = await signedInTab({ server: withTeam(), hash: "#/c/c1" });
  const told = () =>
    server.heard.filter(({ type }) => type === "typing_indicator").map(({ typing }) => typing);
  for (let key = 0; key < 8; key += 1) {
    await app.actions.typing("c1", true);
    await clock.advance(500);
  }
  assert.deepEqual(told(), [true, true]);
  await app.actions.typing("c1", false);
  assert.deepEqual(told(), [true, true, false]);
  await clock.advance(10_000);
  assert.equal(told().length, 3);
});

test("a conversation comes and goes", async () => {
  const { app, clock, tab, server } = await signedInTab({ server: withTeam() });
  server.add({ id: "c2", title: "New", last_activity_at: at(99) });
  server.tell({
    type: "conversation_added",
    conversation: conversation({ id: "c2", title: "New", last_activity_at: at(99) }),
  });
  assert.deepEqual(
    app.conversations.value.map(({ id }) => id),
    ["c2", "c1"],
  );
  tab.go("#/c/c2");
  await clock.advance(0);
  server.push(entry(message(1, { conversation: "c2" })));
  await clock.advance(20);
  assert.deepEqual(seqs(app.timeline("c2")), [1]);
  server.tell({ type: "conversation_removed", conversation: "c2" });
  assert.deepEqual([app.conversations.value.map(({ id }) => id), app.current.value], [["c1"], null]);
  assert.equal(app.toasts.value.length, 1);
});

test("a changed account is asked for anew", async () => {
  const { app, clock, server } = await signedInTab({ server: withTeam() });
  server.me = { ...server.me, display_name: "Alicia", version: 2 };
  server.tell({ type: "pong", cursor: "x", heads: {}, user_version: 2 });
  await clock.advance(300);
  assert.equal(app.me.value?.display_name, "Alicia");
});

test("an answer that is newer than those beside it does not speak for them", async () => {
  const { app, clock, server } = await signedInTab({ server: withTeam() });
  // Read after somebody was blocked, while the blocks were read before.
  server.me = { ...server.me, version: 3 };
  server.tell({ type: "pong", cursor: "x", heads: {}, user_version: 2 });
  await clock.advance(300);
  server.blocks = [person("bob")];
  server.tell({ type: "pong", cursor: "y", heads: {}, user_version: 3 });
  await clock.advance(300);
  assert.deepEqual([...app.blocks.value], [person("bob").id]);
  const asked = server.calls.length;
  server.tell({ type: "pong", cursor: "z", heads: {}, user_version: 3 });
  await clock.advance(300);
  assert.equal(server.calls.length, asked);
});

test("who came while the members were on their way is among them", async () => {
  const server = withTeam();
  const { app, clock } = await signedInTab({ server });
  const joined = { type: /** @type {const} */ ("member_joined"), user: person("carol"), role: "member" };
  server.delay = async (path) => {
    server.delay = null;
    if (!path.endsWith("/members")) return;
    server.members = [{ user: joined.user, role: "member", read_seq: 60, joined_at: at(61) }];
    server.push(/** @type {any} */ ({ ...joined, conversation: "c1", seq: 61, at: at(61) }));
    await clock.advance(20);
  };
  await app.actions.loadMembers("c1");
  assert.deepEqual(app.members("c1").value?.map(({ user }) => user.username), ["carol"]);
});

test("after a reset the list and the open timeline are loaded anew", async () => {
  const { app, clock, server } = await signedInTab({ server: withTeam(), hash: "#/c/c1" });
  // A restored backup: what was said last never was.
  server.epoch = "e2";
  server.conversations.clear();
  server.add({}, messages(40));
  server.cut();
  await clock.advance(5000);
  assert.deepEqual([seqs(app.timeline("c1")), app.conversation("c1").value?.head], [range(1, 40), 40]);
  server.push(entry(message(41)));
  await clock.advance(20);
  assert.equal(seqs(app.timeline("c1")).at(-1), 41);
});

test("without a connection it starts with what was read last, and catches up", async () => {
  const browser = new Browser();
  const clock = new ManualClock();
  const server = withTeam();
  const first = await signedInTab({ browser, clock, server, hash: "#/c/c1" });
  await clock.advance(3000);
  first.tab.hide();
  server.cut();
  server.reachable = false;
  const { app, tab } = await signedInTab({ browser: copyOf(browser), clock, server, hash: "#/c/c1" });
  assert.equal(app.phase.value, "signed-in");
  assert.deepEqual(seqs(app.timeline("c1")), range(11, 60));
  for (const said of messages(3, 61)) server.write(entry(said));
  server.reachable = true;
  tab.network(true);
  await clock.advance(10_000);
  assert.deepEqual([seqs(app.timeline("c1")).at(-1), app.fresh.value], [63, true]);
});

test("offline it is known where a short conversation begins", async () => {
  const [browser, clock, server] = [new Browser(), new ManualClock(), new Server()];
  server.add({}, messages(5));
  await signedInTab({ browser, clock, server, hash: "#/c/c1" });
  await clock.advance(600);
  server.cut();
  server.reachable = false;
  const { app } = await signedInTab({ browser: copyOf(browser), clock, server, hash: "#/c/c1" });
  assert.deepEqual([seqs(app.timeline("c1")), app.timeline("c1").atStart.value], [range(1, 5), true]);
});

test("signing out in one tab signs out the others and forgets everything", async () => {
  const browser = new Browser();
  const clock = new ManualClock();
  const one = await signedInTab({ browser, clock, server: withTeam(), hash: "#/c/c1" });
  const two = await signedInTab({ browser, clock, server: withTeam(), hash: "#/c/c1" });
  two.app.draft("c1").set("half a thought");
  await clock.advance(3000);
  await one.app.actions.signOut();
  await clock.advance(0);
  assert.deepEqual(
    [two.app.phase.value, two.app.conversations.value, two.app.draft("c1").get()],
    ["signed-out", [], ""],
  );
  const { me } = await browser.storage.snapshot();
  assert.deepEqual([me, await browser.storage.messages("c1")], [null, undefined]);
});

test("a session that the server ended is said to be over, until the next begins", async () => {
  const { app, clock, signedOut } = await signedInTab({ server: withTeam() });
  signedOut();
  await clock.advance(0);
  assert.deepEqual([app.phase.value, app.toasts.value.length], ["signed-out", 1]);
  await app.actions.signIn({ username: "alice", password: "x" });
  assert.deepEqual([app.phase.value, app.toasts.value], ["signed-in", []]);
});

test("who chose to sign out is not told so, in no tab", async () => {
  const [browser, clock] = [new Browser(), new ManualClock()];
  const one = await signedInTab({ browser, clock, server: withTeam() });
  const two = await signedInTab({ browser, clock, server: withTeam() });
  const leaving = one.app.actions.signOut();
  two.signedOut();
  await leaving;
  await clock.advance(0);
  for (const { app } of [one, two]) assert.deepEqual([app.phase.value, app.toasts.value], ["signed-out", []]);
});

test("who could not sign out is told when the session ends after all", async () => {
  const [browser, clock] = [new Browser(), new ManualClock()];
  const one = await signedInTab({ browser, clock, server: withTeam() });
  const two = await signedInTab({ browser, clock, server: withTeam() });
  one.server.reachable = false;
  await assert.rejects(one.app.actions.signOut(), { code: "offline" });
  await clock.advance(0);
  two.signedOut();
  await clock.advance(0);
  assert.deepEqual([two.app.phase.value, two.app.toasts.value.length], ["signed-out", 1]);
});

test("what was just said is there offline, though the page was never hidden or quiet", async () => {
  const [browser, clock, server] = [new Browser(), new ManualClock(), withTeam()];
  const first = await signedInTab({ browser, clock, server, hash: "#/c/c1" });
  await first.app.actions.send("c1", "just said");
  for (const said of messages(15, 62)) {
    await clock.advance(100);
    server.push(entry(said));
  }
  server.cut();
  server.reachable = false;
  const { app } = await signedInTab({ browser: copyOf(browser), clock, server, hash: "#/c/c1" });
  assert.ok(app.timeline("c1").messages.value.some(({ body }) => body === "just said"));
  assert.ok((app.conversations.value[0]?.last_message?.seq ?? 0) >= 61);
});

test("what had come and was not drawn yet is kept when the page goes", async () => {
  const [browser, clock, server] = [new Browser(), new ManualClock(), withTeam()];
  const first = await signedInTab({ browser, clock, server, hash: "#/c/c1" });
  server.push(entry(message(61)));
  first.tab.hide();
  server.cut();
  server.reachable = false;
  const { app } = await signedInTab({ browser: copyOf(browser), clock, server, hash: "#/c/c1" });
  assert.equal(seqs(app.timeline("c1")).at(-1), 61);
});

test("what any tab wrote is sent once, by the one that holds the lock, and shown by both", async () => {
  const browser = new Browser();
  const clock = new ManualClock();
  const servers = [withTeam(), withTeam()];
  const one = await signedInTab({ browser, clock, server: servers[0], hash: "#/c/c1" });
  const two = await signedInTab({ browser, clock, server: servers[1], hash: "#/c/c1" });
  await two.app.actions.send("c1", "hello", null);
  assert.deepEqual(
    two.app.timeline("c1").outgoing.value.map(({ state }) => state),
    ["sending"],
  );
  await clock.advance(100);
  const sent = servers.map((server) => server.heard.filter(({ type }) => type === "chat").length);
  assert.deepEqual(sent, [1, 0]);
  assert.equal(one.app.timeline("c1").messages.value.at(-1)?.body, "hello");
  for (const { app } of [one, two]) assert.deepEqual(app.timeline("c1").outgoing.value, []);
});

test("one tab tells of a message, and none while a tab is looked at", async () => {
  const browser = new Browser();
  const clock = new ManualClock();
  const open = () => signedInTab({ browser, clock, server: withTeam() });
  const tabs = [await open(), await open()];
  for (const { app } of tabs)
    app.preferences.value = { ...app.preferences.value, desktop: true, sound: true };
  const say = async (/** @type {number} */ seq) => {
    for (const { server } of tabs) server.push(entry(message(seq)));
    await clock.advance(20);
    return tabs.map(({ tab }) => tab.shown.length + tab.sounds);
  };
  assert.deepEqual(await say(61), [0, 0]);
  for (const { tab } of tabs) tab.attend(false);
  assert.deepEqual(await say(62), [2, 0]);
});

test("news that the list tells before the log is told once", async () => {
  const server = withTeam();
  const { app, clock, tab } = await signedInTab({ server });
  app.preferences.value = { ...app.preferences.value, desktop: true };
  tab.attend(false);
  server.add({ unread: 1 }, [...messages(60), message(61)]);
  server.add({ id: "c2", unread: 1 }, [message(1, { conversation: "c2" })]);
  server.tell({ type: "pong", cursor: "x", heads: {}, user_version: 2 });
  await clock.advance(300);
  server.tell(entry(message(61)));
  await clock.advance(20);
  assert.equal(tab.shown.length, 2);
});

test("muted conversations and blocked people are kept quiet about", async () => {
  const server = new Server();
  server.add({ muted_until: at(10 ** 9) }, messages(3));
  const { app, clock, tab } = await signedInTab({ server });
  app.preferences.value = { ...app.preferences.value, desktop: true };
  tab.attend(false);
  server.push(entry(message(4)));
  await clock.advance(20);
  assert.deepEqual([tab.shown, app.unreadTotal.value, app.conversation("c1").value?.unread], [[], 0, 1]);
});

test("nobody is signed in until somebody signs in", async () => {
  const server = withTeam();
  server.signedIn = false;
  const { app, clock } = openTab({ server });
  await app.start();
  assert.equal(app.phase.value, "signed-out");
  await app.actions.signIn({ username: "alice", password: "x" });
  await clock.advance(100);
  assert.deepEqual([app.phase.value, app.conversations.value.length], ["signed-in", 1]);
});

test("of several answers to who this is the newest question's counts", async () => {
  const server = withTeam();
  [server.signedIn, server.reachable] = [false, false];
  const { app, clock, tab } = openTab({ server });
  await app.start();
  server.reachable = true;
  let arrive = () => {};
  server.delay = () => new Promise((resolve) => (arrive = () => resolve()));
  tab.network(true);
  server.delay = null;
  await app.actions.signIn({ username: "alice", password: "x" });
  arrive();
  await clock.advance(100);
  assert.deepEqual([app.phase.value, app.conversations.value.length], ["signed-in", 1]);
});

test("who is asked for twice at once comes in once", async () => {
  const { app, clock, server, tab } = openTab({ server: withTeam() });
  // Both know that somebody is signed in before either knows who.
  server.delay = () => new Promise((resolve) => void clock.after(10, () => resolve()));
  void app.start();
  tab.network(true);
  await clock.advance(100);
  assert.equal(server.heard.filter(({ type }) => type === "ping").length, 1);
});

/** The same storage, as the next page finds it. @param {Browser} browser */
function copyOf(browser) {
  const next = new Browser();
  next.storage = browser.storage;
  return next;
}
