"""Take the pictures of docs/screenshots/: `make screenshots`."""

from playwright.sync_api import expect, sync_playwright

from bench.stage import stage
from tests.browser.chromium import chromium
from tests.browser.screenshots import Photographer
from tests.live import ROOT

TARGET = ROOT / "docs" / "screenshots"
PATIENCE_MS = 30_000


def main() -> None:
    with (
        stage() as live,
        live.server() as server,
        sync_playwright() as playwright,
        chromium(playwright.chromium) as browser,
    ):
        expect.set_options(timeout=PATIENCE_MS)
        Photographer(browser, server.base, live, TARGET).take_all()
    print(f"{len(list(TARGET.glob('*.png')))} pictures in {TARGET}")


if __name__ == "__main__":
    main()
