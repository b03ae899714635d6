import assert from "node:assert/strict";
import { test } from "node:test";
import { previewOf } from "../../../web/components/preview.js";

test("a preview has the words of a message without the signs of its Markdown", () => {
  assert.equal(previewOf("**bold** and *italic*, `code`\nnext @alice https://example.org/a_b"),
    "bold and italic, code next @alice https://example.org/a_b");
  assert.equal(previewOf("> quoted **words**\n\n- one\n- _two_\n\n```js\nlet a;\n```"), "quoted words one two let a;");
});

test("signs that mean nothing stay", () => {
  assert.equal(previewOf("2 * 3 * 4 and snake_case_name"), "2 * 3 * 4 and snake_case_name");
});

test("a preview of a long message is short", () => {
  assert.ok(previewOf("**word** ".repeat(1000)).length <= 160);
});
