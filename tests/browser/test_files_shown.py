"""Files in the conversation: pictures and their gallery, sound, what is saved; and pictures of people."""

import re
import time
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from tests.live import Installation

from .axe import violations
from .files import (
    Sent,
    attach,
    expect_drawn,
    held_uploads,
    let_through,
    picture,
    shown,
    silence,
    text,
    uploaded,
    worker,
)
from .hostile import RTL_OVERRIDE
from .layout import wider_than_window
from .person import Person, questions

PATIENCE_SECONDS = 30


@pytest.fixture
def talk(alice: Person, bob: Person) -> str:
    """Alice and Bob, each with their conversation open."""
    conversation = alice.direct(bob)
    alice.arrive().open(conversation)
    bob.arrive().open(conversation)
    return conversation


def test_the_gallery_by_keyboard(talk: str, alice: Person, bob: Person) -> None:
    attach(alice, picture("one.png"), picture("two.png", (300, 900), "#2f7433"))
    uploaded(alice, 2)
    alice.button("Send").click()
    expect_drawn(shown(bob, "one.png"))
    opener = bob.log.get_by_role("button", name="Open picture: one.png")
    bob.messages.last.focus()
    opener.focus()
    bob.page.keyboard.press("Enter")
    gallery = bob.dialog("Pictures")
    expect_drawn(gallery.get_by_role("img", name="one.png"))
    expect(gallery.get_by_text("1 of 2")).to_be_visible()
    bob.page.keyboard.press("ArrowRight")
    expect_drawn(gallery.get_by_role("img", name="two.png"))
    assert gallery.get_by_role("img", name="two.png").evaluate("(image) => image.naturalHeight") == 900
    bob.page.keyboard.press("z")
    expect(gallery.get_by_role("button", name="Fit to the window")).to_be_visible()
    assert not violations(bob.page)
    bob.page.keyboard.press("ArrowLeft")
    expect(gallery.get_by_role("img", name="one.png")).to_be_visible()
    bob.page.keyboard.press("Escape")
    expect(gallery).to_have_count(0)
    expect(opener).to_be_focused()


def test_a_picture_takes_its_place_before_it_is_there(talk: str, alice: Person, bob: Person) -> None:
    held: list[Route] = []
    bob.page.route("**/thumbnail", lambda route: held.append(route))  # noqa: PLW0108 (a built-in has no signature to look at)
    attach(alice, picture(size=(1200, 300)))
    uploaded(alice)
    alice.button("Send").click()
    image = shown(bob, "lake.png")
    expect(image).to_be_attached()
    bob.page.wait_for_function("(box) => box.offsetHeight > 0", arg=image.element_handle())
    before = image.bounding_box()
    let_through(bob.page, "**/thumbnail", held)
    expect_drawn(image)
    assert image.bounding_box() == before
    assert before is not None
    assert before["width"] / before["height"] == pytest.approx(4, rel=0.02)


def test_who_saves_a_file_while_another_is_on_its_way_is_not_asked_whether_to_leave(
    talk: str, alice: Person
) -> None:
    attach(alice, text())
    uploaded(alice)
    alice.button("Send").click()
    alice.sees("notes.txt")
    elsewhere = alice.base.replace("127.0.0.1", "localhost")
    stored = re.compile("api/files/.*download=true")
    alice.page.route(
        stored, lambda route: route.fulfill(body=route.fetch().text().replace(alice.base, elsewhere))
    )
    asked = questions(alice.page)
    with held_uploads(alice.page):
        attach(alice, picture())
        alice.messages.last.hover()
        with alice.page.expect_download() as saved:
            alice.button("Download notes.txt").click()
    assert saved.value.suggested_filename == "notes.txt"
    assert not asked


def test_a_file_is_saved_under_its_name(talk: str, alice: Person, bob: Person) -> None:
    attach(alice, text("Größe & Preis.txt", "12 lanterns"), picture())
    uploaded(alice, 2)
    alice.button("Send").click()
    bob.log.get_by_text("Größe & Preis.txt").hover()
    with bob.page.expect_download() as download:
        bob.button("Download Größe & Preis.txt").click()
    assert download.value.suggested_filename == "Größe & Preis.txt"
    assert download.value.path().read_text() == "12 lanterns"
    bob.log.get_by_role("button", name="Open picture: lake.png").click()
    with bob.page.expect_download() as download:
        bob.dialog("Pictures").get_by_role("button", name="Download lake.png").click()
    assert Image.open(BytesIO(download.value.path().read_bytes())).size == (800, 600)
    assert bob.page.url.endswith(talk)


def test_sound_is_played_in_its_place(talk: str, alice: Person, bob: Person) -> None:
    attach(alice, Sent("tone.wav", "audio/wav", silence(seconds=2)))
    uploaded(alice)
    alice.button("Send").click()
    bob.button("Play tone.wav").click()
    player = bob.log.get_by_label("tone.wav", exact=True)
    bob.page.wait_for_function("(player) => player.currentTime > 0", arg=player.element_handle())


def test_a_large_picture_appears_once_it_was_looked_at(
    talk: str, live: Installation, alice: Person, bob: Person
) -> None:
    for one in (alice, bob):
        one.faults.allow_network()
    attach(alice, picture(size=(1600, 1200)))
    uploaded(alice)
    alice.button("Send").click()
    place = bob.log.get_by_role("button", name="Open picture: lake.png")
    expect(place.get_by_text("Being prepared…")).to_be_visible()
    before = place.bounding_box()
    with worker(live):
        expect_drawn(shown(bob, "lake.png"))
        expect_drawn(shown(alice, "lake.png"))
    assert place.bounding_box() == before


def test_a_deleted_message_takes_its_file_along(
    talk: str, live: Installation, alice: Person, bob: Person
) -> None:
    attach(alice, picture())
    uploaded(alice)
    alice.say("Wrong picture")
    expect_drawn(shown(bob, "lake.png"))
    message = alice.api(f"GET /api/conversations/{talk}/messages")["results"][0]
    file = message["attachments"][0]["id"]
    address = bob.api(f"GET /api/files/{file}")["url"]
    alice.act(alice.message("Wrong picture"), "Delete")
    alice.dialog("Delete this message?").get_by_role("button", name="Delete").click()
    expect(bob.log.get_by_role("img")).to_have_count(0)
    assert bob.context.request.get(f"{bob.base}/api/files/{file}").status == 404
    assert bob.context.request.get(f"{bob.base}/api/files/{file}/thumbnail").status == 404
    with worker(live):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while bob.context.request.get(address).status != 404:
            assert time.monotonic() < deadline


@pytest.mark.parametrize(
    "name", ["<img src=x onerror=harmed=1>.txt", f"annual{RTL_OVERRIDE}fdp.txt", "W" * 150 + ".txt"]
)
def test_hostile_names_are_text(talk: str, alice: Person, bob: Person, name: str) -> None:
    attach(alice, text(name))
    uploaded(alice)
    assert wider_than_window(alice.page) == []
    alice.button("Send").click()
    expect(bob.log.locator(".file-name")).to_be_visible()
    assert bob.log.get_by_role("img").count() == 0
    assert bob.page.evaluate("() => window.harmed") is None
    assert wider_than_window(bob.page) == []


def test_a_drawing_with_script_is_a_file_like_others(talk: str, alice: Person, bob: Person) -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg"><script>top.harmed = 1</script></svg>'
    attach(alice, Sent("logo.svg", "image/svg+xml", drawing))
    uploaded(alice)
    alice.button("Send").click()
    expect(bob.button("Download logo.svg")).to_be_visible()
    assert bob.log.get_by_role("img").count() == 0
    assert bob.page.evaluate("() => window.harmed") is None


def test_ones_own_picture_is_cut_used_and_removed(talk: str, alice: Person, bob: Person) -> None:
    alice.say("Hello")
    bob.sees("Hello")
    alice.page.goto(f"{alice.base}/#/settings")
    choose(alice.page, picture("me.jpg", (900, 500)))
    dialog = alice.dialog("Your picture")
    dialog.get_by_role("group", name="Part of the picture").press("ArrowRight")
    dialog.get_by_role("slider", name="Zoom").fill("2")
    assert not violations(alice.page)
    dialog.get_by_role("button", name="Use this picture").click()
    expect(dialog).to_have_count(0)
    expect(alice.account.locator("img")).to_be_visible()
    bob.page.reload()
    expect_drawn(bob.messages.first.locator(".avatar img"))
    address = bob.api(f"GET /api/users/{alice.id}")["avatar_url"]
    assert Image.open(BytesIO(bob.context.request.get(f"{bob.base}{address}").body())).size[0] > 0
    alice.button("Remove the picture").click()
    expect(alice.account.locator("img")).to_have_count(0)
    expect(alice.button("Remove the picture")).to_have_count(0)


def choose(page: Page, file: Sent) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose a picture").click()
    chooser.value.set_files([file.payload])


def test_axe_finds_nothing_about_files(talk: str, alice: Person, bob: Person) -> None:
    attach(alice, picture(), text())
    uploaded(alice, 2)
    found = violations(alice.page)
    alice.button("Send").click()
    expect_drawn(shown(bob, "lake.png"))
    found += violations(bob.page)
    assert not found, "\n".join(found)
