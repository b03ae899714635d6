/**
 * Emphasis, code, links, mentions and line breaks inside a paragraph. One pass, linear in the length of the
 * text: a delimiter is pushed at most once and taken from the stack at most once, and no kind nests in
 * itself, so that the tree is never deeper than the number of kinds.
 *
 * @import { Inline, Opened } from "./types.js"
 */
import { linkAt } from "./links.js";

const SPECIAL = /[\\`*_\n@hHmM]/g;
const ESCAPABLE = /[!-/:-@[-`{-~]/;
const WORD = /[\p{L}\p{N}]/u;
const SPACE = /\s/;
const MENTION = /@([a-z0-9_.-]{2,31}[a-z0-9_-])/iy;
const BACKTICKS = /`+/g;
const LONGEST_DELIMITER = 3;

class InlineParser {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
    this.index = 0;
    this.plainFrom = 0;
    /** @type {Opened[]} */
    this.stack = [{ delimiter: "", children: [] }];
    this.backticks = closingBackticks(text);
  }

  parse() {
    while (this.#toNextSpecial()) {
      if (!this.#special()) this.index += 1;
    }
    this.#flush(this.text.length);
    while (this.stack.length > 1) this.#flatten();
    return this.stack[0].children;
  }

  #toNextSpecial() {
    SPECIAL.lastIndex = this.index;
    const match = SPECIAL.exec(this.text);
    if (match) this.index = match.index;
    return match !== null;
  }

  /** Handles the character at `index` if it means something there. */
  #special() {
    switch (this.text[this.index]) {
      case "\\": return this.#escape();
      case "`": return this.#code();
      case "\n": return this.#add({ type: "break" }, this.index + 1);
      case "@": return this.#mention();
      case "*":
      case "_": return this.#delimiter();
      default: return this.#link();
    }
  }

  /** @param {number} end */
  #flush(end) {
    if (end > this.plainFrom) addText(this.#children(), this.text.slice(this.plainFrom, end));
  }

  #children() {
    return this.stack[this.stack.length - 1].children;
  }

  /** @param {Inline} node @param {number} end */
  #add(node, end) {
    this.#flush(this.index);
    this.#children().push(node);
    this.#continueAt(end);
    return true;
  }

  /** @param {number} index */
  #continueAt(index) {
    this.index = index;
    this.plainFrom = index;
  }

  #escape() {
    const next = this.text[this.index + 1];
    if (next === undefined || !ESCAPABLE.test(next)) return false;
    this.#flush(this.index);
    addText(this.#children(), next);
    this.#continueAt(this.index + 2);
    return true;
  }

  #code() {
    const length = runLength(this.text, this.index);
    const close = this.backticks(length, this.index + length);
    if (close < 0) {
      this.index += length;
      return true;
    }
    const text = this.text.slice(this.index + length, close).replace(/\n/g, " ");
    const padded = text.startsWith(" ") && text.endsWith(" ") && text.trim() !== "";
    return this.#add({ type: "code", text: padded ? text.slice(1, -1) : text }, close + length);
  }

  #mention() {
    if (this.index > 0 && WORD.test(this.text[this.index - 1])) return false;
    MENTION.lastIndex = this.index;
    const match = MENTION.exec(this.text);
    return match !== null && this.#add({ type: "mention", name: match[1] }, this.index + match[0].length);
  }

  #link() {
    const found = linkAt(this.text, this.index);
    if (!found) return false;
    if (found.link) return this.#add({ type: "link", ...found.link }, found.end);
    this.index = found.end;
    return true;
  }

  #delimiter() {
    const character = this.text[this.index];
    const length = runLength(this.text, this.index);
    const { opens, closes } = this.#flanks(character, length);
    let left = length > LONGEST_DELIMITER ? 0 : length;
    this.#flush(this.index);
    this.#continueAt(this.index + length);
    if (left === 0) addText(this.#children(), character.repeat(length));
    if (closes) left = this.#close(character, left);
    if (opens) left = this.#open(character, left);
    if (left > 0) addText(this.#children(), character.repeat(left));
    return true;
  }

  /** @param {string} character @param {number} length */
  #flanks(character, length) {
    const before = this.text[this.index - 1] ?? " ";
    const after = this.text[this.index + length] ?? " ";
    const inWord = character === "_" && WORD.test(before) && WORD.test(after);
    return { opens: !inWord && !SPACE.test(after), closes: !inWord && !SPACE.test(before) };
  }

  /** @param {string} character @param {number} left */
  #close(character, left) {
    for (let at = this.#opener(character, left); left > 0 && at > 0; at = this.#opener(character, left)) {
      while (this.stack.length - 1 > at) this.#flatten();
      const { delimiter, children } = /** @type {Opened} */ (this.stack.pop());
      left -= delimiter.length;
      if (children.length > 0) this.#children().push({ type: typeOf(delimiter), children });
      else addText(this.#children(), delimiter + delimiter);
    }
    return left;
  }

  /**
   * The innermost open delimiter that `left` characters can close; 0 where there is none.
   * @param {string} character
   * @param {number} left
   */
  #opener(character, left) {
    for (let at = this.stack.length - 1; at > 0; at -= 1) {
      const { delimiter } = this.stack[at];
      if (delimiter[0] === character && delimiter.length <= left) return at;
    }
    return 0;
  }

  /** @param {string} character @param {number} left */
  #open(character, left) {
    for (const delimiter of [character.repeat(2), character]) {
      const taken = this.stack.some((frame) => frame.delimiter === delimiter);
      if (taken || left < delimiter.length) continue;
      this.stack.push({ delimiter, children: [] });
      left -= delimiter.length;
    }
    return left;
  }

  /** The innermost delimiter was never closed: it is text after all. */
  #flatten() {
    const { delimiter, children } = /** @type {Opened} */ (this.stack.pop());
    const outer = this.#children();
    addText(outer, delimiter);
    for (const child of children) {
      if (child.type === "text") addText(outer, child.text);
      else outer.push(child);
    }
  }
}

/** How often one character stands there: delimiters are such runs. @param {string} text @param {number} index */
function runLength(text, index) {
  let end = index;
  while (text[end] === text[index]) end += 1;
  return end - index;
}

/**
 * Where a code span that was opened with `length` backticks closes, at or after an index; −1 if nowhere. All
 * runs are found once and each list is walked once, for the callers ask with rising indexes.
 * @param {string} text
 */
function closingBackticks(text) {
  /** @type {Map<number, number[]>} */
  const runs = new Map();
  for (const { 0: run, index } of text.matchAll(BACKTICKS)) {
    const starts = runs.get(run.length);
    if (starts) starts.push(index);
    else runs.set(run.length, [index]);
  }
  for (const starts of runs.values()) starts.reverse();
  return (/** @type {number} */ length, /** @type {number} */ from) => {
    const starts = runs.get(length) ?? [];
    while (starts.length > 0 && starts[starts.length - 1] < from) starts.pop();
    return starts[starts.length - 1] ?? -1;
  };
}

/** @param {string} delimiter */
function typeOf(delimiter) {
  return delimiter.length === 2 ? "bold" : "italic";
}

/** @param {Inline[]} children @param {string} text */
function addText(children, text) {
  const last = children[children.length - 1];
  if (last?.type === "text") children[children.length - 1] = { type: "text", text: last.text + text };
  else children.push({ type: "text", text });
}

/** @param {string} text */
export function parseInline(text) {
  return new InlineParser(text).parse();
}
