"""The list of the shell's files, and the links to them."""

import re
from hashlib import sha256
from pathlib import Path

import pytest

from tools.web_shell import loaded_modules, problems, shell_files, write

INDEX = """<!doctype html>
<head>
  <!-- styles: written by `make web` -->
  <!-- end of styles -->
  <!-- modules: written by `make web` -->
  <!-- end of modules -->
</head>
"""


@pytest.fixture
def web(tmp_path: Path) -> Path:
    files = {
        "index.html": INDEX,
        "main.js": 'import { a } from "./parts/a.js";\nimport "./parts/c.js";\n',
        "parts/a.js": 'export {\n  b,\n} from "../b.js";\n// import "./unused.js";\n',
        "parts/c.js": "",
        "parts/unused.js": "",
        "b.js": "",
        "styles/area.css": "",
        "styles/base.css": "",
        "styles/later/rare.css": "",
        "vendor/b.d.ts": "",
        "vendor/LIBRARIES.json": "{}",
        "service-worker.js": "",
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    return tmp_path


def test_the_shell_is_what_a_browser_loads(web: Path) -> None:
    assert shell_files(web) == [
        "b.js",
        "index.html",
        "main.js",
        "parts/a.js",
        "parts/c.js",
        "parts/unused.js",
        "styles/area.css",
        "styles/base.css",
        "styles/later/rare.css",
    ]


def test_only_imported_modules_are_loaded_ahead(web: Path) -> None:
    assert loaded_modules(web, "main.js") == ["b.js", "parts/a.js", "parts/c.js"]


def test_the_list_has_one_hash_over_all_files_and_the_page_at_its_address(web: Path) -> None:
    write(web)
    assert problems(web) == []
    listed = (web / "shell.js").read_text("utf-8")
    paths = sorted("/" if path == "index.html" else f"/{path}" for path in shell_files(web))
    files = [web / (path.lstrip("/") or "index.html") for path in paths]
    whole = b"".join(
        path.encode() + sha256(file.read_bytes()).digest() for path, file in zip(paths, files, strict=True)
    )
    assert f'VERSION = "{sha256(whole).hexdigest()}"' in listed
    assert re.findall(r'^  "(.*)",$', listed, re.MULTILINE) == paths


def test_the_page_links_the_base_before_the_areas(web: Path) -> None:
    write(web)
    page = (web / "index.html").read_text("utf-8")
    assert page.index("/styles/base.css") < page.index("/styles/area.css")
    assert '<link rel="modulepreload" href="/parts/a.js">' in page
    assert "rare.css" not in page


def test_a_changed_file_makes_the_list_stale_and_the_version_another(web: Path) -> None:
    write(web)
    before = (web / "shell.js").read_text("utf-8")
    (web / "b.js").write_text("export const b = 1;\n", "utf-8")
    assert problems(web) == ["web/shell.js is not up to date; run `make web`"]
    write(web)
    assert (web / "shell.js").read_text("utf-8").splitlines()[2] != before.splitlines()[2]
