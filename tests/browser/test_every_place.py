"""In every place of the interface axe-core finds nothing, light or dark, and from 320 pixels to 4K nothing scrolls
sideways.
"""

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.live import Server

from .axe import violations
from .conftest import company
from .layout import DRAWN, wider_than_window
from .person import Person
from .places import PLACES, furnish, places_of_a_call

TELEPHONE: ViewportSize = {"width": 320, "height": 640}
LAPTOP: ViewportSize = {"width": 1280, "height": 800}
OTHERS: tuple[ViewportSize, ...] = ({"width": 768, "height": 1024}, {"width": 3840, "height": 2160})
"""To which a window is drawn while one is in a place. One as narrow as a telephone has other ways to some."""
Scheme = Literal["light", "dark"]

Two = tuple[Person, Person]


@pytest.fixture(scope="module", params=[TELEPHONE, LAPTOP], ids=["telephone", "laptop"])
def two(request: pytest.FixtureRequest, browser: Browser, server: Server) -> Iterator[Two]:
    """Somebody who looks around, and somebody who talks to them."""
    with company(browser, server) as someone:
        looks = someone("Alice", viewport=request.param, reduced_motion="reduce")
        talks = someone("Bob")
        furnish(looks, talks)
        yield looks, talks


@pytest.mark.parametrize("place", PLACES)
def test_a_place(two: Two, place: str) -> None:
    looks, _ = two
    looks.arrive("/")
    PLACES[place](looks)
    found = faults(looks.page)
    looks.context.set_offline(False)
    looks.page.goto("about:blank")
    assert not found, "\n".join(found)


def test_the_places_of_a_call(two: Two) -> None:
    found = [f"{place}: {line}" for place in places_of_a_call(*two) for line in faults(two[0].page)]
    assert not found, "\n".join(found)


def faults(page: Page) -> list[str]:
    """Return what is wrong with a place, each with where."""
    here = page.viewport_size
    schemes: tuple[Scheme, ...] = ("light", "dark") if here == LAPTOP else ("light",)
    found = [f"{scheme}: {line}" for scheme in schemes for line in _violations(page, scheme)]
    for size in (LAPTOP, *OTHERS) if here == LAPTOP else (TELEPHONE,):
        page.set_viewport_size(size)
        found += [f"{size['width']}: {line}" for line in wider_than_window(page)]
    page.set_viewport_size(here or LAPTOP)
    return found


def _violations(page: Page, scheme: Scheme) -> list[str]:
    page.emulate_media(color_scheme=scheme)
    page.evaluate(DRAWN)
    return violations(page)
