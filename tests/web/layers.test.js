/** Imports of the client point downwards only, what they name exists, and nothing turns text into markup or code. */

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const WEB = resolve(dirname(fileURLToPath(import.meta.url)), "../../web");

/** @type {Record<string, string[]>} What each folder may import, besides itself. */
const ALLOWED = {
  components: ["calls", "files", "state", "words", "vendor"],
  calls: ["vendor"],
  files: ["words", "vendor"],
  state: ["files", "sync", "net", "words", "vendor"],
  words: ["vendor"],
  sync: [],
  net: [],
  vendor: [],
  "main.js": ["components", "state", "net", "words", "vendor"],
  "service-worker.js": ["shell.js"],
  "shell.js": [],
};

const STATIC = /^(?:import|export)\b(?:[^"';]*\bfrom)?\s*["']([^"']+)["']/gm;
const DYNAMIC = /\bimport\(\s*([^)]*)\)/g;
const LITERAL = /^"([^"]+)"$/;
const COMMENT = /\/\*[\s\S]*?\*\/|(?<![:"'`\\])\/\/.*$/gm;
const SINKS =
  /\b(?:innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|document\.write|createContextualFragment|setHTMLUnsafe|parseHTMLUnsafe|DOMParser|srcdoc|eval\s*\(|new Function\b|execCommand)/;

/** @param {string} folder @returns {string[]} */
function modules(folder) {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => path.endsWith(".js") && statSync(path).isFile());
}

/** @param {string} path @returns {string} */
function code(path) {
  return readFileSync(path, "utf8").replace(COMMENT, "");
}

/** @param {string} path @returns {string} */
function layer(path) {
  return relative(WEB, path).split(sep)[0];
}

/** @param {string} text @returns {string[]} what a module loads, at once or when it is needed */
function named(text) {
  const later = [...text.matchAll(DYNAMIC)].flatMap(([, name]) => LITERAL.exec(name)?.[1] ?? []);
  return [...[...text.matchAll(STATIC)].map(([, specifier]) => specifier), ...later];
}

const own = modules(WEB).filter((path) => layer(path) !== "vendor");

for (const path of own) {
  const name = relative(WEB, path);
  const text = code(path);

  test(`${name} imports what lies below it`, () => {
    const from = layer(path);
    assert.ok(from in ALLOWED, `${from} is no layer of the client`);
    for (const specifier of named(text)) {
      assert.match(specifier, /^\.{1,2}\//, `${specifier}: a browser resolves relative paths only`);
      const target = resolve(dirname(path), specifier);
      assert.ok(existsSync(target), `${specifier} is not there`);
      assert.ok([from, ...ALLOWED[from]].includes(layer(target)), `${from} does not import ${layer(target)}`);
    }
  });

  test(`${name} loads nothing by a computed name`, () => {
    const computed = [...text.matchAll(DYNAMIC)].filter(([, name]) => !LITERAL.test(name));
    assert.deepEqual(computed.map(([whole]) => whole), []);
  });

  test(`${name} makes no markup or code out of text`, () => {
    assert.doesNotMatch(text, SINKS);
  });
}

test("the client's own modules are there", () => {
  assert.ok(own.length > 0);
});
