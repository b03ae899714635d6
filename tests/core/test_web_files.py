"""The client's files, as a browser gets them."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.test import Client

WEB = Path(settings.WHITENOISE_ROOT)


def test_the_front_page_is_the_client(client: Client) -> None:
    response = client.get("/")
    assert (response.status_code, response["Content-Type"]) == (200, 'text/html; charset="utf-8"')
    assert response.content == (WEB / "index.html").read_bytes()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/main.js", "text/javascript"),
        ("/service-worker.js", "text/javascript"),
        ("/vendor/preact.js", "text/javascript"),
        ("/styles/tokens.css", "text/css"),
        ("/manifest.webmanifest", "application/manifest+json"),
        ("/icons/parley.svg", "image/svg+xml"),
        ("/icons/parley-192.png", "image/png"),
    ],
)
def test_every_kind_of_file_has_its_type_and_is_asked_for_each_time(
    client: Client, path: str, kind: str
) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"].partition(";")[0] == kind
    assert response["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["/", "/main.js"])
def test_what_did_not_change_is_not_sent_again_and_keeps_its_policy(client: Client, path: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Content-Security-Policy"] == first["Content-Security-Policy"]
    assert again["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("path", ["/", "/vendor/preact.js", "/static/admin/css/base.css"])
@pytest.mark.parametrize(
    ("accepted", "encoding", "unpack"),
    [
        ("gzip, deflate", "gzip", gzip.decompress),
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("br;q=0, gzip;q=0.5", "gzip", gzip.decompress),
    ],
)
def test_text_is_compressed_as_the_browser_can_read_it(
    client: Client, path: str, accepted: str, encoding: str, unpack: Callable[[bytes], bytes]
) -> None:
    plain = client.get(path)
    packed = client.get(path, headers={"Accept-Encoding": accepted})
    assert "Content-Encoding" not in plain.headers
    assert packed["Content-Encoding"] == encoding
    assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content)
    assert unpack(packed.content) == plain.content
    assert packed["ETag"] == plain["ETag"]


@pytest.mark.parametrize(
    ("path", "accepted"), [("/", "gzip;q=0"), ("/", "identity"), ("/icons/parley-512.png", "gzip")]
)
def test_nothing_is_compressed_unasked_or_twice(client: Client, path: str, accepted: str) -> None:
    assert "Content-Encoding" not in client.get(path, headers={"Accept-Encoding": accepted}).headers


def test_a_part_of_a_file_is_sent_as_it_stands(client: Client) -> None:
    response = client.get("/", headers={"Accept-Encoding": "gzip", "Range": "bytes=0-499"})
    assert response.status_code == 206
    assert response.content == (WEB / "index.html").read_bytes()[:500]


def test_a_long_file_is_not_held_up_by_brotli(client: Client) -> None:
    path = "/static/drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-bundle.js"
    assert client.get(path, headers={"Accept-Encoding": "br, gzip"})["Content-Encoding"] == "gzip"


def test_answers_of_the_api_are_never_compressed(client: Client) -> None:
    response = client.get("/api/schema", headers={"Accept-Encoding": "gzip"})
    assert response.status_code == 200
    assert "Content-Encoding" not in response.headers


@pytest.mark.parametrize(
    "path", ["/package.json", "/../package.json", "/.npmrc", "/manage.py", "/web/main.js"]
)
def test_nothing_beside_the_client_is_served(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_files_are_only_read(client: Client) -> None:
    assert client.post("/").status_code == 405
    assert client.head("/").content == b""


def test_the_icons_of_the_manifest_have_the_sizes_that_it_says() -> None:
    manifest = json.loads((WEB / "manifest.webmanifest").read_text("utf-8"))
    for icon in manifest["icons"]:
        content = (WEB / icon["src"].lstrip("/")).read_bytes()
        if icon["type"] == "image/png":
            width, height = int.from_bytes(content[16:20]), int.from_bytes(content[20:24])
            assert icon["sizes"] == f"{width}x{height}"
    assert {icon["sizes"] for icon in manifest["icons"]} >= {"192x192", "512x512"}
