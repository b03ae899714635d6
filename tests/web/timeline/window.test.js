import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  around, floorOf, following, frozen, MAX_MESSAGES, newer, NEWEST, older, sliceOf, TAIL,
} from "../../../web/components/timeline/viewport.js";
import { manySaid } from "./messages.js";

test("it opens with the newest", () => {
  assert.deepEqual(sliceOf(manySaid(300), NEWEST, 0), { start: 300 - TAIL, end: 300 });
  assert.deepEqual(sliceOf(manySaid(3), NEWEST, 0), { start: 0, end: 3 });
  assert.deepEqual(sliceOf([], NEWEST, 0), { start: 0, end: 0 });
});

test("a frozen part stays the same whatever is added on either side", () => {
  const all = manySaid(300);
  const span = frozen(all.slice(100, 250), { start: 20, end: 60 });
  assert.deepEqual(sliceOf(all, span, 0), { start: 120, end: 160 });
});

test("a following part takes in what comes, and lets go of the oldest when it is full", () => {
  const all = manySaid(400);
  const span = following(all.slice(0, 100), NEWEST, { start: 0, end: 100 });
  assert.deepEqual(sliceOf(all.slice(0, 120), span, 0), { start: 0, end: 120 });
  assert.deepEqual(sliceOf(all, span, 0), { start: 400 - TAIL, end: 400 });
});

test("one that follows drops many at once, so that most messages move none of the others", () => {
  const all = manySaid(400);
  const starts = new Set();
  let span = NEWEST;
  for (let count = 100; count <= all.length; count += 1) {
    const said = all.slice(0, count);
    const slice = sliceOf(said, span, 0);
    starts.add(slice.start);
    span = following(said, span, slice);
  }
  assert.ok(starts.size < 12, `${starts.size}`);
});

test("the oldest loaded message only tells how the next one begins", () => {
  assert.equal(floorOf(manySaid(50), false), 1);
  assert.equal(floorOf(manySaid(50), true), 0);
  assert.equal(floorOf(manySaid(1), false), 0);
});

test("whichever way one goes, there is never too much, and what is asked for is there", () => {
  const steps = fc.array(fc.oneof(fc.constant("older"), fc.constant("newer"), fc.integer({ min: 1, max: 500 })));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), steps, (count, moves) => {
      const messages = manySaid(count);
      let span = NEWEST;
      for (const move of moves) {
        const slice = sliceOf(messages, span, 0);
        if (typeof move === "number") span = around(messages, move);
        else span = move === "older" ? older(messages, slice) : newer(messages, slice);
        const { start, end } = sliceOf(messages, span, 0);
        assert.ok(start >= 0 && end <= count && end > start && end - start <= MAX_MESSAGES);
        if (typeof move === "number" && move <= count) assert.ok(start < move && move <= end);
      }
    }),
  );
});
