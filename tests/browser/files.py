"""Files for the tests, and how a person at a browser gives them to a page."""

import base64
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from PIL import Image
from playwright.sync_api import Error, FilePayload, JSHandle, Locator, Page, Route, expect

from tests.live import Installation, started

from .person import Person

TRANSFER = """
(files) => {
  const transfer = new DataTransfer();
  for (const {name, type, content} of files) {
    const bytes = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
    transfer.items.add(new File([bytes], name, {type}));
  }
  return transfer;
}
"""
STORE = "**/stored/uploads/**"


@dataclass(frozen=True)
class Sent:
    name: str
    media_type: str
    content: bytes

    @property
    def payload(self) -> FilePayload:
        """As Playwright takes it."""
        return {"name": self.name, "mimeType": self.media_type, "buffer": self.content}


def picture(name: str = "lake.png", size: tuple[int, int] = (800, 600), colour: str = "#3b82c4") -> Sent:
    made = io.BytesIO()
    Image.new("RGB", size, colour).save(made, "PNG")
    return Sent(name, "image/png", made.getvalue())


def text(name: str = "notes.txt", content: str = "Bring the lanterns.\n") -> Sent:
    return Sent(name, "text/plain", content.encode())


def attach(person: Person, *files: Sent) -> None:
    """Choose files with the composer's button."""
    with person.page.expect_file_chooser() as chooser:
        person.button("Attach files").click()
    chooser.value.set_files([file.payload for file in files])


def transferred(page: Page, *files: Sent) -> JSHandle:
    """Return what a drop or a paste carries."""
    plain = [
        {"name": file.name, "type": file.media_type, "content": base64.b64encode(file.content).decode()}
        for file in files
    ]
    return page.evaluate_handle(TRANSFER, plain)


def stored(person: Person, *files: Sent) -> list[str]:
    """Upload without the page, and return the ids."""
    return [_stored(person, file) for file in files]


def _stored(person: Person, file: Sent) -> str:
    body = {"name": file.name, "size": len(file.content), "media_type": file.media_type}
    announced = person.api("POST /api/files", body)
    form = {**announced["upload"]["fields"], "file": file.payload}
    answer = person.context.request.post(announced["upload"]["url"], multipart=form)
    assert answer.ok, answer.text()
    return str(person.api(f"POST /api/files/{announced['id']}/complete")["id"])


def chosen(person: Person) -> Locator:
    return person.page.get_by_role("list", name="Attached files").get_by_role("listitem")


def uploaded(person: Person, count: int = 1) -> None:
    """Wait until so many files are there to be sent."""
    ready = chosen(person).filter(has=person.page.get_by_role("button", name="Remove"))
    expect(ready).to_have_count(count)
    expect(chosen(person).get_by_role("alert")).to_have_count(0)


@contextmanager
def held_uploads(page: Page) -> Iterator[list[Route]]:
    """Hold what is posted to the store until the block is over."""
    held: list[Route] = []
    page.route(STORE, lambda route: held.append(route))  # noqa: PLW0108 (a built-in has no signature to look at)
    yield held
    let_through(page, STORE, held)


def let_through(page: Page, pattern: str, held: list[Route]) -> None:
    """Let what was held go its way; what the page has given up meanwhile has none."""
    # First: what came between would be held for ever.
    page.unroute(pattern)
    for route in held:
        with suppress(Error):
            route.continue_()


def shown(person: Person, name: str) -> Locator:
    """Return the picture of this name in the log."""
    return person.log.get_by_role("img", name=name)


def expect_drawn(image: Locator) -> None:
    """Wait until a picture has come; the element may be another one by then, as when its message is said."""
    expect(image).to_be_visible()
    expect(image).to_have_js_property("complete", value=True)
    expect(image).not_to_have_js_property("naturalWidth", 0)


@contextmanager
def worker(live: Installation) -> Iterator[None]:
    """What looks at large files, and forgets what was deleted: servers leave that to others."""
    log = live.directory / "worker.log"
    process = started([sys.executable, "manage.py", "worker"], live.environ, log)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def silence(seconds: int) -> bytes:
    """Return a WAV file of 8 kHz and 8 bits."""
    count = 8_000 * seconds
    head = b"RIFF%s" % (36 + count).to_bytes(4, "little")
    form = b"\x10\0\0\0\x01\0\x01\0" + (8_000).to_bytes(4, "little") * 2 + b"\x01\0\x08\0"
    return head + b"WAVEfmt " + form + b"data" + count.to_bytes(4, "little") + b"\x80" * count
