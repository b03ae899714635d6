/** Runs of one character: what delimits emphasis and code. */

const BACKTICKS = /`+/g;

/**
 * @param {string} text
 * @param {number} index
 */
export function runLength(text, index) {
  let end = index;
  while (text[end] === text[index]) end += 1;
  return end - index;
}

/**
 * Where a code span that was opened with `length` backticks closes, at or after an index; −1 if nowhere. All
 * runs are found once and each list is walked once, for the callers ask with rising indexes.
 * @param {string} text
 */
export function closingBackticks(text) {
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
