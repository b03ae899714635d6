/** The longest slug that the protocol allows. */
const longest = 32;

/**
 * An address for a room out of its name: what has no place in one becomes a dash.
 * @param {string} title
 */
export function slugFrom(title) {
  return title
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9_.]+/g, "-")
    .slice(0, longest)
    .replace(/^-|-+$/g, "");
}
