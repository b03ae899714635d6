"""The pictures of the documentation can be taken; a test run leaves them where git does not look."""

from playwright.sync_api import Browser

from tests.live import ROOT, Installation, Server

from .screenshots import Photographer

TARGET = ROOT / ".screenshots"


def test_the_pictures_can_be_taken(browser: Browser, server: Server, live: Installation) -> None:
    Photographer(browser, server.base, live, TARGET).take_all()
    assert {path.stem for path in TARGET.glob("*.png")} >= {
        *(
            "laptop",
            "laptop-details",
            "phone",
            "phone-list",
            "dark",
            "offline",
            "empty",
            "sign-in",
            "twenty-typing",
        ),
    }
