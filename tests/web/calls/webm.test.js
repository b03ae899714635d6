import assert from "node:assert/strict";
import { test } from "node:test";
import { withDuration } from "../../../web/calls/webm.js";

const HEADER = [0x1a, 0x45, 0xdf, 0xa3, 0x80, 0x18, 0x53, 0x80, 0x67, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
const SCALE = [0x2a, 0xd7, 0xb1, 0x83, 0x0f, 0x42, 0x40];
const CLUSTER = [0x1f, 0x43, 0xb6, 0x75, 1, 2, 3];
const LENGTH = [0x44, 0x89, 0x88, 0x40, 0x8f, 0x40, 0, 0, 0, 0, 0];
const info = (/** @type {number[]} */ ...content) => [0x15, 0x49, 0xa9, 0x66, ...content];
const bytes = async (/** @type {Blob} */ blob) => [...new Uint8Array(await blob.arrayBuffer())];
const timed = (/** @type {number[]} */ content) => withDuration(new Blob([new Uint8Array(content)]), 1000);

for (const [name, size] of [["one byte", [0x87]], ["eight bytes", [0x01, 0, 0, 0, 0, 0, 0, 7]]]) {
  test(`the length is put in, whether the size is written in ${name}`, async () => {
    const found = await bytes(await timed([...HEADER, ...info(.../** @type {number[]} */ (size), ...SCALE), ...CLUSTER]));
    assert.deepEqual(found, [...HEADER, ...info(0x01, 0, 0, 0, 0, 0, 0, 18, ...SCALE, ...LENGTH), ...CLUSTER]);
  });
}

test("what has a length keeps it, and what is something else stays as it is", async () => {
  for (const content of [[...HEADER, ...info(0x8b, ...LENGTH), ...CLUSTER], [1, 2, 3], info(0x88, 1)]) {
    assert.deepEqual(await bytes(await timed(content)), content);
  }
});
