"""axe-core on a page: what a checker of WCAG 2.2 AA finds."""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

SOURCE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """
async (standards) => {
  const found = await axe.run(document, {runOnly: {type: "tag", values: standards}, resultTypes: ["violations"]});
  return found.violations.flatMap(({id, help, nodes}) =>
    nodes.map((node) => `${id}: ${help} — ${node.target.join(" ")} — ${node.html.slice(0, 200)}`
      + ` — ${node.any.concat(node.all).map((check) => check.message).join("; ").slice(0, 300)}`));
}
"""


@cache
def _source() -> str:
    assert SOURCE.exists(), f"{SOURCE} is missing; `make test` installs it with npm ci"
    return SOURCE.read_text()


def violations(page: Page) -> list[str]:
    """Return what axe finds, a line each. Motion is over first: half-faded text has half its contrast."""
    page.evaluate(
        "() => Promise.allSettled(document.getAnimations()"
        ".filter((one) => one.effect.getComputedTiming().endTime < 5000).map((one) => one.finished))"
    )
    # Evaluated by the debugger: the page's own policy would refuse it.
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_source())
    found: list[str] = page.evaluate(RUN, STANDARDS)
    return found
