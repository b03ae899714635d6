"""What is true of a layout that holds: measured in the page."""

from playwright.sync_api import Locator, Page

WIDER = """
() => {
  const limit = document.documentElement.clientWidth;
  const wide = [...document.querySelectorAll("body *")].filter((element) => {
    const box = element.getBoundingClientRect();
    if (!box.width || !box.height || box.right <= limit + 1 && box.left >= -1) return false;
    for (let outer = element; outer && outer !== document.body; outer = outer.parentElement) {
      // What is clipped or scrolls inside its own box is in order.
      if (outer !== element || getComputedStyle(element).position === "fixed") {
        const {overflowX} = getComputedStyle(outer);
        const edge = outer.getBoundingClientRect();
        if (overflowX !== "visible" && edge.right <= limit + 1 && edge.left >= -1) return false;
      }
    }
    return true;
  });
  const name = (element) => `${element.localName}.${element.className}`;
  const width = document.documentElement.scrollWidth;
  const scrolls = width > limit ? [`the document is ${width} pixels wide`] : [];
  return scrolls.concat(wide.map(name)).slice(0, 10);
}
"""
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
SIDEWAYS = """
(log) => log.scrollWidth - log.clientWidth
"""


def wider_than_window(page: Page) -> list[str]:
    """Return what makes the page scroll sideways or sticks out of it."""
    found: list[str] = page.evaluate(WIDER)
    return found


def sideways(scroller: Locator) -> int:
    """Return by how many pixels a box scrolls sideways."""
    found: int = scroller.evaluate(SIDEWAYS)
    return found
