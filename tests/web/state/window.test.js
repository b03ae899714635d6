import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { MessageWindow } from "../../../web/state/window.js";
import { at, entry, message, person } from "./shapes.js";

const ME = person("alice").id;

/** @param {number} from @param {number} to */
const range = (from, to) => Array.from({ length: to - from + 1 }, (_, index) => message(from + index));

/** @param {number} from @param {number} to @param {number} [most] */
function windowOf(from, to, most) {
  const window = new MessageWindow(ME, most);
  window.replace(range(from, to), { atStart: from === 1, atEnd: true });
  return window;
}

/** @param {MessageWindow} window */
const seqs = (window) => window.messages.map(({ seq }) => seq);

test("a new message is appended at the end, and only there", () => {
  const window = windowOf(1, 3);
  assert.equal(window.apply(entry(message(4))), true);
  assert.equal(window.apply(entry(message(4))), false);
  assert.equal(window.apply(entry(message(4, { updated_seq: 6, body: "newer" }))), true);
  assert.deepEqual(seqs(window), [1, 2, 3, 4]);
  window.atEnd = false;
  assert.equal(window.apply(entry(message(5))), false);
  assert.deepEqual(seqs(window), [1, 2, 3, 4]);
});

test("pages join without a double where they overlap", () => {
  const window = windowOf(10, 12);
  window.prepend(range(8, 10), false);
  window.append(range(12, 14), true);
  assert.deepEqual(seqs(window), [8, 9, 10, 11, 12, 13, 14]);
  assert.equal(window.find("m13")?.seq, 13);
});

test("a full window lets its oldest go, and knows that it did", () => {
  const window = windowOf(1, 16, 16);
  for (const said of range(17, 40)) window.apply(entry(said));
  assert.ok(window.messages.length <= 18);
  assert.equal(window.last.seq, 40);
  assert.equal(window.atStart, false);
  assert.equal(window.find("m1"), undefined);
});

test("reading far back lets the newest go", () => {
  const window = windowOf(11, 20, 10);
  window.prepend(range(1, 10), true);
  assert.deepEqual(seqs(window), seqs(windowOf(1, 10)));
  assert.equal(window.atEnd, false);
});

test("a deletion empties the message and what quotes it", () => {
  const window = windowOf(1, 2);
  const quote = { id: "m1", sender: person("bob"), excerpt: "said 1" };
  window.apply(entry(message(3, { reply_to: quote })));
  window.apply({
    type: "message_deleted",
    conversation: "c1",
    seq: 4,
    at: at(4),
    actor: ME,
    message_id: "m1",
    by: ME,
  });
  assert.equal(window.find("m1")?.deleted, true);
  assert.equal(window.find("m3")?.reply_to?.excerpt, "");
});

test("what follows a read position is counted only where all of it is known", () => {
  assert.equal(windowOf(1, 9).countAfter(6), 3);
  assert.equal(windowOf(5, 9).countAfter(2), null);
  assert.equal(windowOf(5, 9).countAfter(4), 5);
});

test("whatever pages and entries come in whatever order, the window is ascending and contiguous", () => {
  const log = range(1, 60);
  const step = fc.oneof(
    fc.record({ kind: fc.constant("older"), size: fc.integer({ min: 1, max: 10 }) }),
    fc.record({ kind: fc.constant("newer"), size: fc.integer({ min: 1, max: 10 }) }),
    fc.record({ kind: fc.constant("said"), size: fc.integer({ min: 0, max: 9 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const window = new MessageWindow(ME, 20);
      let head = 30;
      window.replace(log.slice(20, head), { atStart: false, atEnd: true });
      for (const { kind, size } of steps) {
        const { first, last } = window;
        if (kind === "older")
          window.prepend(log.slice(Math.max(0, first.seq - 1 - size), first.seq - 1), first.seq <= size);
        if (kind === "newer")
          window.append(log.slice(last.seq, Math.min(head, last.seq + size)), last.seq + size >= head);
        // Zero stands for a repeat of what was said before.
        if (kind === "said" && size > 0 && head < log.length) head += 1;
        if (kind === "said") window.apply(entry(log[head - 1]));
        const found = seqs(window);
        assert.deepEqual(
          found,
          found.map((_, index) => found[0] + index),
        );
        assert.equal(window.seqs.size, found.length);
        if (window.atEnd) assert.equal(window.last.seq, head);
      }
    }),
  );
});
