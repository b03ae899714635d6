import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { anyText } from "./anything.js";
import { linkAt, safeLink } from "../../../web/components/timeline/links.js";

test("web and mail addresses become links", () => {
  assert.deepEqual(safeLink("https://example.org/a?b=c#d"), {
    href: "https://example.org/a?b=c#d", text: "https://example.org/a?b=c#d",
  });
  assert.deepEqual(safeLink("HTTP://Example.org"), { href: "http://example.org/", text: "HTTP://Example.org" });
  assert.equal(safeLink("mailto:a@example.org")?.href, "mailto:a@example.org");
});

test("nothing else does", () => {
  const refused = ["javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd",
    "ftp://example.org", "blob:https://example.org/x", "https://", "https://a b", "mailto:", "mailto:a", "//example.org",
    "https://bank.example@evil.example", "https://user:secret@example.org", `https://example.org/${"a".repeat(3000)}`];
  for (const raw of refused) assert.equal(safeLink(raw), null, raw);
});

test("a host that is not what it looks like is shown as it is", () => {
  assert.equal(safeLink("https://аpple.com/x")?.text, "https://xn--pple-43d.com/x");
  assert.equal(safeLink("https://exam%70le.org")?.text, "https://example.org/");
  assert.equal(safeLink("http://0x7f.1/")?.text, "http://127.0.0.1/");
  assert.equal(safeLink("https://good.example\\@evil.example")?.text, "https://good.example/@evil.example");
});

test("the punctuation of the sentence stays outside", () => {
  const cases = [
    ["https://example.org.", "https://example.org"],
    ["https://example.org/a_(b))", "https://example.org/a_(b)"],
    ["https://example.org/a),", "https://example.org/a"],
    ["https://example.org/a\u202egpj.exe", "https://example.org/a"],
    ["https://example.org<b>", "https://example.org"],
  ];
  for (const [text, expected] of cases) assert.equal(linkAt(text, 0)?.link?.text, expected, text);
});

test("not in the middle of a word", () => {
  assert.equal(linkAt("xhttps://example.org", 1), null);
});

test("whatever is written, a link leads to the web or to mail", () => {
  const start = fc.constantFrom("https://", "http://", "mailto:", "HTTPS://", "javascript://", "");
  fc.assert(
    fc.property(start, anyText(60), (scheme, rest) => {
      const link = linkAt(scheme + rest, 0)?.link;
      if (link) assert.match(link.href, /^(https?:\/\/|mailto:)/);
    }),
  );
});
