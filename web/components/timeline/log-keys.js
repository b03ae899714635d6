/** Moving among the messages with the keyboard. */

/**
 * @param {HTMLElement} content
 * @param {HTMLElement} from
 * @param {string} key
 */
function destination(content, from, key) {
  const articles = /** @type {HTMLElement[]} */ ([...content.querySelectorAll("article")]);
  const index = articles.indexOf(from);
  switch (key) {
    case "ArrowUp": return articles[index - 1];
    case "ArrowDown": return articles[index + 1];
    case "PageUp": return articles[Math.max(0, index - 10)];
    case "PageDown": return articles[Math.min(articles.length - 1, index + 10)];
    default: return undefined;
  }
}

/**
 * Arrow keys go from message to message, Enter to the actions of one.
 * @param {KeyboardEvent} event
 */
export function moveInLog(event) {
  const from = /** @type {HTMLElement} */ (event.target);
  const content = /** @type {HTMLElement} */ (event.currentTarget);
  if (!from.matches("article") || event.altKey || event.ctrlKey || event.metaKey) return;
  const next = event.key === "Enter"
    ? /** @type {HTMLElement | null} */ (from.querySelector(".message-toolbar button"))
    : destination(content, from, event.key);
  if (!next) return;
  event.preventDefault();
  // The scroll position follows at once: the messages further on must be there before the next key.
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}
