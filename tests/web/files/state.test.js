import assert from "node:assert/strict";
import { test } from "node:test";
import { Files } from "../../../web/state/files.js";
import { Drafts } from "../../../web/state/settings.js";
import { Browser } from "../state/fake-browser.js";
import { Server } from "../state/fake-server.js";
import { signedInTab } from "../state/world.js";
import { attachment, FakeMeans, file, Refused, settled } from "./means.js";

/** Of one page; `answers` are those to questions for an address, in their order. @param {(Error | string)[]} answers */
function page(answers, shelf = new Map()) {
  const means = new FakeMeans();
  let asked = 0;
  const api = {
    ...means.api,
    file: async () => {
      const answer = answers[Math.min(asked, answers.length - 1)];
      asked += 1;
      if (answer instanceof Error) throw answer;
      return { url: answer, expires_in: 300 };
    },
  };
  const drafts = new Drafts(/** @type {any} */ ({
    getItem: (/** @type {string} */ key) => shelf.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => void shelf.set(key, value),
    removeItem: (/** @type {string} */ key) => void shelf.delete(key),
  }));
  const files = new Files(/** @type {any} */ ({ api, drafts }), { clock: means.clock, post: means.post });
  return { files, means, shelf, asked: () => asked };
}

test("an address is asked for once while it is good, and anew when it is not", async () => {
  const { files, means } = page(["one", "two", "three"]);
  assert.deepEqual([await files.address("f1"), await files.address("f1")], ["one", "one"]);
  await means.clock.advance(280_000);
  assert.equal(await files.address("f1"), "two");
  assert.equal(await files.address("f1", { fresh: true }), "three");
});

test("a file that is still looked at is waited for, as the server says, and less and less often", async () => {
  const away = new Refused("unavailable", { retryable: true, retryAfter: 1 });
  const { files, means, asked } = page([...Array.from({ length: 6 }, () => away), "there"]);
  const looked = files.address("f1");
  await means.clock.advance(1900);
  assert.equal(asked(), 2);
  await means.clock.advance(60_000);
  assert.equal(asked(), 7);
  assert.equal(await looked, "there");
});

test("a file that is gone is not waited for", async () => {
  await assert.rejects(page([new Refused("not_found")]).files.address("f1"), { code: "not_found" });
});

test("finished files of a half-written message are kept for the next page, for a day", async () => {
  const first = page([]);
  first.files.of("c1").add([file("a"), file("b")]);
  await settled();
  first.means.posts[0].arrive();
  await settled();
  const second = page([], first.shelf);
  assert.deepEqual(second.files.of("c1").ready.value.map(({ name }) => name), ["a"]);
  const later = page([], first.shelf);
  await later.means.clock.advance(24 * 3600 * 1000);
  assert.deepEqual(later.files.of("c1").ready.value, []);
});

test("who leaves stops the uploads and keeps nothing", async () => {
  const { files, means, shelf } = page([]);
  files.of("c1").add([file("a"), file("b")]);
  await settled();
  means.posts[0].arrive();
  await settled();
  files.clear();
  assert.deepEqual([files.of("c1").items.value, shelf.size, means.posts[1].posting.signal.aborted], [[], 0, true]);
});

test("files are on their way until they are there, failed, or given up", async () => {
  const { files, means } = page([]);
  const tray = files.of("c1");
  assert.equal(files.busy.value, false);
  tray.add([file("a"), file("b"), file("c")]);
  await settled();
  assert.equal(files.busy.value, true);
  means.posts[0].arrive();
  means.posts[1].fail(new Refused("upload_refused"));
  await settled();
  assert.equal(files.busy.value, true);
  tray.remove(tray.items.value[2].key);
  assert.equal(files.busy.value, false);
});

test("one's own picture is on its way as well", async () => {
  const { files, means } = page([]);
  const sent = files.upload(file("me"), new AbortController().signal);
  await settled();
  assert.equal(files.busy.value, true);
  means.posts[0].fail(new Refused("upload_refused"));
  await assert.rejects(sent);
  assert.equal(files.busy.value, false);
});

test("a message names its files, and shows them on its way", async () => {
  const server = new Server();
  server.add();
  const { app, clock } = await signedInTab({ server, browser: new Browser(), hash: "#/c/c1" });
  server.cut();
  await app.actions.send("c1", "", null, [attachment({ id: "f1" }), attachment({ id: "f2" })]);
  const [waiting] = app.timeline("c1").outgoing.value;
  assert.deepEqual(waiting.attachments?.map(({ id }) => id), ["f1", "f2"]);
  await clock.advance(60_000);
  const sent = server.heard.find(({ type }) => type === "chat");
  assert.deepEqual([sent?.message, sent?.attachments], ["", ["f1", "f2"]]);
});
