import assert from "node:assert/strict";
import { test } from "node:test";
import { endingOf, fitting, kindOf, sizeOf } from "../../../web/files/kinds.js";
import { summaryOf } from "../../../web/files/summary.js";
import { attachment } from "./means.js";

test("only what the server makes small pictures of is a picture", () => {
  assert.deepEqual(["image/png", "IMAGE/JPEG", "image/webp; q=1"].map(kindOf), ["image", "image", "image"]);
  assert.deepEqual(["image/svg+xml", "text/html", "application/pdf", "", "constructor"].map(kindOf),
    ["file", "file", "file", "file", "file"]);
  assert.deepEqual(["audio/mpeg", "video/mp4", "video/webm;codecs=vp8"].map(kindOf), ["audio", "video", "video"]);
});

test("sizes are said as people say them", () => {
  assert.equal(sizeOf(1, "en"), "1 byte");
  assert.equal(sizeOf(999, "en"), "999 bytes");
  assert.equal(sizeOf(1536, "en"), "1.5 kB");
  assert.equal(sizeOf(104_857_600, "en"), "100 MB");
  assert.equal(sizeOf(3_565_158, "de"), "3,4 MB");
});

test("the end of a name, where it is one", () => {
  assert.deepEqual(["a.pdf", "b.tar.gz", "none", ".profile", "x.\u202egpj", "y.muchtoolong"].map(endingOf),
    ["PDF", "GZ", "", "", "", ""]);
  assert.equal(endingOf("no.<b>"), "");
});

test("a picture keeps its shape within its box, and a small one its size", () => {
  assert.deepEqual(fitting({ width: 4000, height: 3000 }, { width: 400, height: 400 }), { width: 400, height: 300 });
  assert.deepEqual(fitting({ width: 10, height: 20 }, { width: 400, height: 400 }), { width: 10, height: 20 });
  assert.deepEqual(fitting({ width: 40_000, height: 1 }, { width: 400, height: 400 }), { width: 400, height: 1 });
});

test("a message without words is told by what it carries", () => {
  const carries = (/** @type {string[]} */ ...types) =>
    summaryOf(types.map((type, index) => attachment({ id: String(index), name: `name ${index}`, media_type: type })));
  assert.equal(carries(), "");
  assert.equal(carries("image/png"), "Picture");
  assert.equal(carries("image/png", "image/jpeg"), "2 pictures");
  assert.equal(carries("application/pdf"), "name 0");
  assert.equal(carries("image/png", "application/pdf"), "2 files");
});
