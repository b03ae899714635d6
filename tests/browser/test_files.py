"""People send each other files: chosen, dropped or pasted, with their progress and what may fail."""

import re

import pytest
from playwright.sync_api import expect

from .files import (
    Sent,
    attach,
    chosen,
    expect_drawn,
    held_uploads,
    picture,
    shown,
    text,
    transferred,
    uploaded,
)
from .person import Person

SLOW = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 30_000}
"""Bytes a second: an upload lasts until it is let go, however slowly the test looks at it."""


@pytest.fixture
def talk(alice: Person, bob: Person) -> str:
    """Alice and Bob, each with their conversation open."""
    conversation = alice.direct(bob)
    alice.arrive().open(conversation)
    bob.arrive().open(conversation)
    return conversation


def test_a_picture_is_uploaded_while_one_writes_and_both_see_it(
    talk: str, alice: Person, bob: Person
) -> None:
    attach(alice, picture())
    uploaded(alice)
    alice.say("The lake this morning")
    for one in (alice, bob):
        expect_drawn(shown(one, "lake.png"))
        expect(one.message("The lake this morning").get_by_role("img", name="lake.png")).to_be_visible()
    expect(chosen(alice)).to_have_count(0)
    said = bob.api(f"GET /api/conversations/{talk}/messages")["results"][0]
    assert [(one["name"], one["width"], one["height"]) for one in said["attachments"]] == [
        ("lake.png", 800, 600)
    ]


def test_a_message_may_be_files_alone(talk: str, alice: Person, bob: Person) -> None:
    expect(alice.button("Send")).to_have_attribute("aria-disabled", "true")
    attach(alice, picture("a.png"), picture("b.png", colour="#8a5a00"), text())
    uploaded(alice, 3)
    alice.button("Send").click()
    expect_drawn(shown(bob, "b.png"))
    expect(bob.messages).to_have_count(1)
    expect(bob.messages.get_by_text("notes.txt", exact=True)).to_be_visible()
    expect(bob.listed("Alice")).to_contain_text("3 files")


def test_progress_is_shown_and_a_message_waits_for_its_files(talk: str, alice: Person, bob: Person) -> None:
    network = alice.context.new_cdp_session(alice.page)
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", SLOW)
    attach(alice, Sent("long.bin", "application/octet-stream", bytes(1_000_000)))
    bar = alice.page.get_by_role("progressbar", name="Uploading long.bin")
    expect(bar).to_be_visible()
    alice.page.wait_for_function("(bar) => bar.value > 0 && bar.value < 1", arg=bar.element_handle())
    alice.say("Here it is")
    expect(alice.page.get_by_text("Sent as soon as the files are uploaded.")).to_be_visible()
    expect(bob.message("Here it is")).to_have_count(0)
    network.send("Network.emulateNetworkConditions", {**SLOW, "uploadThroughput": -1})
    expect(bob.message("Here it is").get_by_text("long.bin")).to_be_visible()
    expect(alice.composer).to_have_value("")


def test_who_leaves_while_a_file_is_on_its_way_is_asked_first(talk: str, alice: Person) -> None:
    with held_uploads(alice.page):
        attach(alice, text())
        expect(alice.page.get_by_role("progressbar", name="Uploading notes.txt")).to_be_visible()
        alice.stays()
    uploaded(alice)
    alice.leaves()


def test_who_goes_on_writing_does_not_send_yet(talk: str, alice: Person, bob: Person) -> None:
    with held_uploads(alice.page):
        attach(alice, text())
        alice.say("Half a")
        expect(alice.page.get_by_text("Sent as soon as the files are uploaded.")).to_be_visible()
        alice.composer.press_sequentially(" sentence")
        expect(alice.page.get_by_text("Sent as soon as the files are uploaded.")).to_have_count(0)
    uploaded(alice)
    alice.composer.press("Enter")
    expect(bob.message("Half a sentence").get_by_text("notes.txt")).to_be_visible()


def test_an_upload_is_cancelled(talk: str, alice: Person) -> None:
    alice.faults.allow_network()
    with held_uploads(alice.page):
        attach(alice, picture())
        expect(alice.page.get_by_role("progressbar", name="Uploading lake.png")).to_be_visible()
        with alice.page.expect_request(lambda request: request.method == "DELETE"):
            alice.button("Cancel lake.png").click()
        expect(chosen(alice)).to_have_count(0)
        expect(alice.button("Send")).to_have_attribute("aria-disabled", "true")


def test_what_failed_says_why_and_is_tried_again(talk: str, alice: Person, bob: Person) -> None:
    alice.faults.allow_network()
    alice.page.route("**/stored/uploads/**", lambda route: route.fulfill(status=403))
    attach(alice, text())
    expect(chosen(alice).get_by_role("alert")).to_have_text("The file was not accepted.")
    alice.say("With the notes")
    expect(
        alice.page.get_by_role("alert").filter(has_text="Not every file could be uploaded")
    ).to_be_visible()
    alice.page.unroute("**/stored/uploads/**")
    alice.button("Try again: notes.txt").click()
    uploaded(alice)
    alice.composer.press("Enter")
    expect(bob.message("With the notes").get_by_text("notes.txt")).to_be_visible()


def test_files_are_dropped_on_the_conversation(talk: str, alice: Person, bob: Person) -> None:
    files = transferred(alice.page, picture("dropped.png"), text("dropped.txt"))
    main = alice.page.get_by_role("main")
    main.dispatch_event("dragenter", {"dataTransfer": files})
    expect(alice.page.get_by_text("Drop the files to attach them")).to_be_visible()
    main.dispatch_event("dragover", {"dataTransfer": files})
    main.dispatch_event("drop", {"dataTransfer": files})
    expect(alice.page.get_by_text("Drop the files to attach them")).to_have_count(0)
    uploaded(alice, 2)
    alice.button("Send").click()
    expect_drawn(shown(bob, "dropped.png"))


def test_a_picture_is_pasted(talk: str, alice: Person, bob: Person) -> None:
    paste = "(field, clipboardData) => field.dispatchEvent(new ClipboardEvent('paste', {clipboardData, bubbles: true}))"
    alice.composer.evaluate(paste, transferred(alice.page, picture("image.png")))
    uploaded(alice)
    alice.say("Look")
    expect_drawn(shown(bob, "image.png"))


def test_what_is_too_large_or_empty_or_too_many_is_refused_before_the_upload(
    talk: str, alice: Person
) -> None:
    asked: list[str] = []
    alice.page.on(
        "request", lambda request: asked.append(request.url) if "/api/files" in request.url else None
    )
    alice.page.evaluate(
        "() => Object.defineProperty(File.prototype, 'size', {get() { return this.name === 'film.mp4' ? 2 ** 28 : 0 }})"
    )
    attach(alice, Sent("film.mp4", "video/mp4", b"film"), text("nothing.txt", "x"))
    refusals = alice.page.get_by_role("alert")
    expect(refusals.get_by_text(re.compile("film.mp4.* is too large: at most 100 ?MB."))).to_be_visible()
    expect(refusals.get_by_text(re.compile("nothing.txt.* is empty."))).to_be_visible()
    expect(chosen(alice)).to_have_count(0)
    assert asked == []


def test_eleven_files_are_one_too_many(talk: str, alice: Person) -> None:
    attach(alice, *(text(f"{number}.txt") for number in range(11)))
    expect(alice.page.get_by_text("A message takes at most 10 files.")).to_be_visible()
    uploaded(alice, 10)


def test_finished_files_and_the_text_outlive_a_reload(talk: str, alice: Person, bob: Person) -> None:
    attach(alice, picture())
    uploaded(alice)
    alice.composer.fill("Not yet")
    alice.page.reload()
    uploaded(alice)
    expect(alice.composer).to_have_value("Not yet")
    alice.composer.press("Enter")
    expect_drawn(shown(bob, "lake.png"))


def test_without_a_network_the_file_waits_and_the_text_is_kept(talk: str, alice: Person, bob: Person) -> None:
    alice.faults.allow_network()
    alice.context.set_offline(True)
    attach(alice, text())
    alice.composer.fill("From the ferry")
    expect(alice.page.get_by_text("Files are uploaded once you are connected again.")).to_be_visible()
    alice.context.set_offline(False)
    uploaded(alice)
    alice.composer.press("Enter")
    expect(bob.message("From the ferry").get_by_text("notes.txt")).to_be_visible()
