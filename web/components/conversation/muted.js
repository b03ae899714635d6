/** @param {string | null} until whether a conversation with this `muted_until` is muted now */
export function isMuted(until) {
  return until !== null && Date.parse(until) > Date.now();
}
