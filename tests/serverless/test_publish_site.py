"""The web client on its way into the site's bucket."""

import uuid

import httpx

from tests.live import ROOT

from .cloud import Cloud, run

CLIENT = sum(1 for file in (ROOT / "web").rglob("*") if file.is_file())


def test_files_are_sent_once_with_their_headers_and_what_is_gone_goes(cloud: Cloud) -> None:
    bucket = f"site-{uuid.uuid4().hex}"
    address = f"{cloud.emulator.url}/{bucket}"
    httpx.put(address, timeout=30).raise_for_status()
    httpx.put(f"{address}/gone.js", content=b"old", timeout=30).raise_for_status()
    sent, removed = published(cloud, bucket)
    assert sent > CLIENT
    assert removed == 1
    page, manifest, admin = (
        httpx.get(f"{address}/{path}", timeout=30)
        for path in ("index.html", "manifest.webmanifest", "static/admin/css/base.css")
    )
    assert (page.text, page.headers["cache-control"]) == ((ROOT / "web/index.html").read_text(), "no-cache")
    assert page.headers["content-type"] == "text/html"
    assert manifest.headers["content-type"] == "application/manifest+json"
    assert admin.headers["cache-control"] == "public, max-age=60"
    assert httpx.head(f"{address}/gone.js", timeout=30).status_code == 404
    assert published(cloud, bucket) == (0, 0)


def published(cloud: Cloud, bucket: str) -> tuple[int, int]:
    """Return how many files the command says that it sent and removed."""
    python = str(ROOT / ".lambda" / "bin" / "python")
    words = run([python, "-m", "tools.publish_site", bucket], cloud.environ).split()
    return int(words[0]), int(words[3])
