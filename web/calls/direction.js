/** @import { Peer } from "./peer.js" */
/** @import { Seen, Shot } from "./recording-types.d.ts" */

/** Read as signals. @param {ReadonlyMap<string, Pick<Peer, "shown" | "speaking">>} peers @returns {Seen[]} */
export function others(peers) {
  return [...peers].map(([id, { shown, speaking }]) => {
    const { video, screen } = shown.value;
    return { id, speaking: speaking.value, video, screen };
  });
}

/**
 * Whose picture a recording shows: a screen before a face, then whoever speaks, else whoever was shown before.
 * @param {Seen[]} people oneself last
 * @param {Shot | null} before
 * @returns {Shot | null} null: there is nobody's picture
 */
export function direct(people, before) {
  const screen = people.find((one) => one.screen);
  if (screen) return { id: screen.id, way: "screen" };
  const filmed = people.filter((one) => one.video);
  const kept = filmed.find((one) => one.id === before?.id);
  const speakers = filmed.filter((one) => one.speaking);
  // Whoever speaks keeps the picture while others join in.
  const next = (kept?.speaking ? kept : speakers[0]) ?? kept ?? filmed[0];
  return next ? { id: next.id, way: "face" } : null;
}
