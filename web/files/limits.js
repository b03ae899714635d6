/** The contract's limits, so that nobody uploads in vain; the server holds them. */

export const MOST_BYTES = 100 * 1024 * 1024;
export const MOST_ATTACHMENTS = 10;

/** Several at once share the line; more would only finish later, all of them. */
export const AT_ONCE = 3;
