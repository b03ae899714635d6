"""Pictures are written anew: upright, without what stood beside them, with a small one of each."""

import gc
import io
from typing import Any

import pytest
from PIL import Image, ImageCms, PngImagePlugin
from PIL.WebPImagePlugin import WebPImageFile
from pytest_django import Settings

from apps.files.models import File

from .conftest import Sender
from .content import moving, opened, picture

pytestmark = pytest.mark.django_db

SECRET = b"52.5200N 13.4050E"


def served(sender: Sender, content: bytes, name: str = "p") -> Image.Image:
    """Return a picture as it is served, after it was sent."""
    sent = sender.sent(content, name)
    found, answer = sender.fetch(f"/api/files/{sent['id']}")
    assert answer["Content-Type"] == sent["media_type"]
    assert answer["Content-Disposition"].startswith("inline")
    assert (len(found), SECRET in found) == (sent["size"], False)
    return opened(found)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_each_kind_stays_what_it_is(alices: Sender, kind: str) -> None:
    shown = served(alices, picture(kind))
    assert (shown.format, shown.size) == (kind, (40, 30))
    file = File.objects.get()
    assert (file.media_type, file.width, file.height) == (f"image/{kind.lower()}", 40, 30)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_places_and_times_are_stripped(alices: Sender, kind: str) -> None:
    exif = Image.Exif()
    exif[0x9286] = SECRET.decode()
    shown = served(alices, picture(kind, exif=exif, xmp=b"<x:xmpmeta>" + SECRET))
    assert (dict(shown.getexif()), shown.info.get("xmp")) == ({}, None)


@pytest.mark.parametrize("kind", ["JPEG", "GIF"])
def test_comments_are_stripped(alices: Sender, kind: str) -> None:
    served(alices, picture(kind, comment=SECRET))


def test_texts_are_stripped(alices: Sender) -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("place", SECRET.decode())
    assert served(alices, picture(pnginfo=texts)).text == {}  # type: ignore[attr-defined] # a PNG has it


def test_what_lay_on_its_side_is_put_upright(alices: Sender) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    sent = alices.sent(picture("JPEG", exif=exif))
    assert (sent["width"], sent["height"]) == (30, 40)
    assert opened(alices.fetch(f"/api/files/{sent['id']}")[0]).size == (30, 40)
    assert opened(alices.fetch(sent["thumbnail_url"])[0]).size == (30, 40)


def test_colours_keep_their_profile(alices: Sender) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert served(alices, picture("JPEG", icc_profile=profile)).info["icc_profile"] == profile


def test_what_browsers_show_in_other_colours_becomes_rgb(alices: Sender) -> None:
    written = io.BytesIO()
    Image.new("CMYK", (10, 10), (0, 255, 0, 0)).save(written, "JPEG")
    assert served(alices, written.getvalue()).mode == "RGB"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "RGB", "RGBA"])
def test_every_kind_of_png_has_a_thumbnail(alices: Sender, mode: str) -> None:
    written = io.BytesIO()
    Image.new(mode, (20, 10)).save(written, "PNG")
    sent = alices.sent(written.getvalue())
    small = opened(alices.fetch(sent["thumbnail_url"])[0])
    assert (small.format, small.size) == ("WEBP", (20, 10))


def test_the_transparent_stays_transparent(alices: Sender) -> None:
    written = io.BytesIO()
    Image.new("RGBA", (10, 10), (255, 0, 0, 0)).save(written, "PNG")
    sent = alices.sent(written.getvalue())
    for address in (f"/api/files/{sent['id']}", sent["thumbnail_url"]):
        assert opened(alices.fetch(address)[0]).convert("RGBA").getpixel((5, 5))[3] == 0  # type: ignore[index]


def test_thumbnails_are_small(alices: Sender) -> None:
    sent = alices.sent(picture("JPEG", (1000, 250)))
    content, answer = alices.fetch(sent["thumbnail_url"])
    assert (opened(content).size, answer["Content-Type"]) == ((480, 120), "image/webp")


def test_a_thumbnail_is_led_to_for_less_time_than_its_address_lives(alices: Sender) -> None:
    sent = alices.sent(picture())
    assert alices.api.get(sent["thumbnail_url"])["Cache-Control"] == "private, max-age=240"


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_what_moves_goes_on_moving(alices: Sender, kind: str) -> None:
    shown = served(alices, moving(kind))
    assert (shown.format, getattr(shown, "n_frames", 1)) == (kind, 3)
    shown.seek(2)
    shown.load()
    assert shown.info["duration"] == 120
    assert shown.convert("RGB").getpixel((5, 5))[0] > 140  # type: ignore[index]


def test_what_moves_too_much_stands_still(alices: Sender, settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "image_pixels": 900}
    assert getattr(served(alices, moving("GIF")), "n_frames", 1) == 1


def test_webp_has_a_bound_of_its_own(alices: Sender, settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "webp_pixels": 1_000}
    assert alices.send(picture("WEBP", (40, 26)), "p").json()["errors"][0]["code"] == "invalid"
    assert alices.sent(picture("WEBP", (40, 25)))["width"] == 40
    assert alices.sent(picture("PNG", (40, 26)))["width"] == 40


@pytest.mark.parametrize(("pixels", "moves"), [(799, False), (800, True)])
def test_a_webp_that_moves_needs_room_for_two(
    alices: Sender, settings: Settings, pixels: int, moves: bool
) -> None:
    settings.LIMITS = {**settings.LIMITS, "webp_pixels": pixels}
    assert (getattr(served(alices, moving("WEBP")), "n_frames", 1) > 1) == moves


def test_a_decoder_is_gone_when_the_picture_is_written(
    alices: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    there: list[object] = []
    save = Image.Image.save

    def watched(image: Image.Image, *args: Any, **options: Any) -> None:
        there.extend(found for found in gc.get_objects() if type(found) is WebPImageFile)
        save(image, *args, **options)

    content = picture("WEBP")
    monkeypatch.setattr(Image.Image, "save", watched)
    alices.sent(content)
    assert there == []


def test_what_is_no_picture_has_no_thumbnail(alices: Sender) -> None:
    sent = alices.sent(b"notes")
    assert alices.api.get(f"/api/files/{sent['id']}/thumbnail").status_code == 404
