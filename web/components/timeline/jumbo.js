const MOST_JUMBO = 3;
const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Whether a message is nothing but one to three emoji, which are then shown large. @param {string} body */
export function isJumbo(body) {
  // Most begin with a letter, and taking a text apart is dear.
  if (body.length > 40 || !/^\s*\p{Extended_Pictographic}/u.test(body)) return false;
  const shown = [...graphemes.segment(body.replace(/\s/g, ""))].map(({ segment }) => segment);
  return shown.length <= MOST_JUMBO && shown.every((each) => /^\p{Extended_Pictographic}/u.test(each));
}
