import assert from "node:assert/strict";
import { test } from "node:test";
import { transfer } from "../../../web/files/transfer.js";
import { FakeMeans, file, Refused, settled } from "./means.js";

/** @param {FakeMeans} means @param {File} [sent] */
function begin(means, sent = file("notes.txt")) {
  const leaving = new AbortController();
  /** @type {number[]} */
  const told = [];
  const posting = { signal: leaving.signal, progress: (/** @type {number} */ bytes) => void told.push(bytes) };
  return { done: transfer(sent, means, posting), leaving, told };
}

test("a file is announced, posted to the store, and completed", async () => {
  const means = new FakeMeans();
  const { done } = begin(means);
  await settled();
  means.posts[0].arrive();
  assert.equal((await done).name, "notes.txt");
  assert.deepEqual(means.calls, ["create notes.txt text/plain", "post /store/f1", "complete f1"]);
});

test("what the browser knows no type of is bytes, and parameters of a type are left out", async () => {
  const means = new FakeMeans();
  begin(means, file("a.bin", 1, ""));
  begin(means, file("b.webm", 1, "video/webm;codecs=vp8"));
  await settled();
  const announced = means.calls.filter((call) => call.startsWith("create"));
  assert.deepEqual(announced, ["create a.bin application/octet-stream", "create b.webm video/webm"]);
});

test("what may pass is tried again, after as long as the server says", async () => {
  const means = new FakeMeans();
  means.failures = { create: [new Refused("unavailable", { retryable: true, retryAfter: 7 })] };
  const { done } = begin(means);
  await settled();
  await means.clock.advance(6900);
  assert.equal(means.calls.length, 1);
  await means.clock.advance(100);
  means.posts[0].arrive();
  await done;
  assert.equal(means.calls.filter((call) => call.startsWith("create")).length, 2);
});

test("a post that broke off is repeated, for the same file", async () => {
  const means = new FakeMeans();
  const { done } = begin(means);
  await settled();
  means.posts[0].fail(new Refused("offline", { retryable: true }));
  await settled();
  await means.clock.advance(1000);
  means.posts[1].arrive();
  await done;
  assert.deepEqual(means.calls.slice(1), ["post /store/f1", "post /store/f1", "complete f1"]);
});

test("the server's no is final", async () => {
  const means = new FakeMeans();
  means.failures = { create: [new Refused("limit_reached")] };
  await assert.rejects(begin(means).done, { code: "limit_reached" });
  assert.equal(means.calls.length, 1);
});

test("it gives up after five attempts in all", async () => {
  const means = new FakeMeans();
  means.failures = { create: Array.from({ length: 9 }, () => new Refused("offline", { retryable: true })) };
  const rejected = assert.rejects(begin(means).done, { code: "offline" });
  await means.clock.advance(120_000);
  await rejected;
  assert.equal(means.calls.length, 5);
});

test("who cancels stops the post, and the server forgets the file", async () => {
  const means = new FakeMeans();
  const { done, leaving } = begin(means);
  await settled();
  leaving.abort();
  await assert.rejects(done, { name: "AbortError" });
  assert.equal(means.calls.at(-1), "forget f1");
});

test("who cancels while it waits does not wait any longer", async () => {
  const means = new FakeMeans();
  means.failures = { create: [new Refused("unavailable", { retryable: true })] };
  const { done, leaving } = begin(means);
  await settled();
  leaving.abort();
  await assert.rejects(done, { name: "AbortError" });
  await means.clock.advance(60_000);
  assert.equal(means.calls.length, 1);
});

test("nobody waits for an hour's limit to be over", async () => {
  const means = new FakeMeans();
  means.failures = { create: [new Refused("rate_limited", { retryable: true, retryAfter: 1800 })] };
  await assert.rejects(begin(means).done, { code: "rate_limited" });
});

test("what the store refused is forgotten by the server as well", async () => {
  const means = new FakeMeans();
  const { done } = begin(means);
  await settled();
  means.posts[0].fail(new Refused("upload_refused"));
  await assert.rejects(done, { code: "upload_refused" });
  assert.equal(means.calls.at(-1), "forget f1");
});
