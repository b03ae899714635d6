import assert from "node:assert/strict";
import { test } from "node:test";
import { MOST_BYTES } from "../../../web/files/limits.js";
import { Tray } from "../../../web/files/tray.js";
import { attachment, FakeMeans, file, Refused, settled } from "./means.js";

/** @import { Attachment } from "../../../web/files/types.js" */

/** @param {File[]} files */
async function trayWith(...files) {
  const means = new FakeMeans();
  const tray = new Tray(means);
  tray.add(files);
  await settled();
  return { means, tray, states: () => tray.items.value.map(({ state }) => state) };
}

test("files are uploaded at once, three at a time", async () => {
  const { means, states } = await trayWith(...["a", "b", "c", "d"].map((name) => file(name)));
  assert.deepEqual(states(), ["sending", "sending", "sending", "waiting"]);
  means.posts[1].arrive();
  await settled();
  assert.deepEqual(states(), ["sending", "ready", "sending", "sending"]);
});

test("how much has gone is told, and that the server looks at it", async () => {
  const { means, tray } = await trayWith(file("a", 200));
  means.posts[0].posting.progress(50);
  assert.deepEqual([tray.items.value[0].progress, tray.items.value[0].state], [0.25, "sending"]);
  means.posts[0].posting.progress(230);
  assert.deepEqual([tray.items.value[0].progress, tray.items.value[0].state], [1, "checking"]);
});

test("too large and empty files are not begun, and it is said why", async () => {
  const large = file("film.mp4");
  Object.defineProperty(large, "size", { value: MOST_BYTES + 1 });
  const { means, tray } = await trayWith(large, file("nothing", 0), file("good"));
  assert.deepEqual(tray.refusals.value, [{ why: "large", name: "film.mp4" }, { why: "empty", name: "nothing" }]);
  assert.deepEqual(means.calls.filter((call) => call.startsWith("create")), ["create good text/plain"]);
});

test("a message takes ten", async () => {
  const { tray } = await trayWith(...Array.from({ length: 11 }, (_, index) => file(String(index))));
  assert.equal(tray.items.value.length, 10);
  assert.deepEqual(tray.refusals.value, [{ why: "many" }]);
});

test("a message waits for its files and takes them along, in their order", async () => {
  const { means, tray } = await trayWith(file("a"), file("b"));
  /** @type {string[][]} */
  const sent = [];
  tray.whenReady((attachments) => void sent.push(attachments.map(({ name }) => name)));
  means.posts[1].arrive();
  await settled();
  assert.deepEqual([sent, tray.awaited.value], [[], true]);
  means.posts[0].arrive();
  await settled();
  assert.deepEqual([sent, tray.awaited.value, tray.items.value], [[["a", "b"]], false, []]);
});

test("without files a message does not wait", () => {
  const tray = new Tray(new FakeMeans());
  /** @type {Attachment[][]} */
  const sent = [];
  tray.whenReady((attachments) => void sent.push(attachments));
  assert.deepEqual(sent, [[]]);
});

test("a file that fails keeps the message from being sent, until it is there or gone", async () => {
  const { means, tray, states } = await trayWith(file("a"), file("b"));
  let sent = 0;
  tray.whenReady(() => void (sent += 1));
  means.posts[0].arrive();
  means.posts[1].fail(new Refused("too_large"));
  await settled();
  assert.deepEqual([sent, tray.awaited.value, tray.refusals.value], [0, false, [{ why: "failed" }]]);
  assert.deepEqual(states(), ["ready", "failed"]);
  tray.retry(tray.items.value[1].key);
  await settled();
  assert.deepEqual([states(), tray.refusals.value], [["ready", "sending"], []]);
  tray.remove(tray.items.value[1].key);
  tray.whenReady(() => void (sent += 1));
  assert.equal(sent, 1);
});

test("who goes on writing, or adds a file, does not send yet", async () => {
  const { means, tray } = await trayWith(file("a"));
  let sent = 0;
  tray.whenReady(() => void (sent += 1));
  tray.add([file("b")]);
  await settled();
  for (const post of means.posts) post.arrive();
  await settled();
  assert.deepEqual([sent, tray.awaited.value, tray.ready.value.length], [0, false, 2]);
});

test("a file that is taken out makes room, and is no longer uploaded or kept", async () => {
  const { means, tray, states } = await trayWith(...["a", "b", "c", "d"].map((name) => file(name)));
  tray.remove(tray.items.value[0].key);
  await settled();
  assert.deepEqual(states(), ["sending", "sending", "sending"]);
  assert.ok(means.calls.includes("forget f1"));
  means.posts[1].arrive();
  await settled();
  tray.remove(tray.items.value[0].key);
  await settled();
  assert.ok(means.calls.includes("forget f2"));
});

test("what failed for want of a line begins again with it, and nothing else does", async () => {
  const { means, tray, states } = await trayWith(file("a"), file("b"));
  means.failures = { post: Array.from({ length: 4 }, () => new Refused("offline", { retryable: true })) };
  means.posts[0].fail(new Refused("offline", { retryable: true }));
  means.posts[1].fail(new Refused("invalid"));
  await settled();
  await means.clock.advance(120_000);
  assert.deepEqual(states(), ["failed", "failed"]);
  tray.resume();
  await settled();
  assert.deepEqual(states(), ["sending", "failed"]);
});

test("those of a message that was not sent come back", async () => {
  const { means, tray, states } = await trayWith(file("a"));
  /** @type {Attachment[]} */
  let sent = [];
  tray.whenReady((attachments) => {
    sent = attachments;
  });
  means.posts[0].arrive();
  await settled();
  tray.putBack(sent);
  assert.deepEqual([states(), tray.ready.value], [["ready"], sent]);
});

test("finished files of an earlier page are there", () => {
  const kept = attachment({ id: "f9" });
  assert.deepEqual(new Tray(new FakeMeans(), [kept]).ready.value, [kept]);
});
