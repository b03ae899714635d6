"""The client's libraries: copied as a browser needs them, and unchanged since."""

import json
from pathlib import Path

import pytest

from tools.vendor_web import INVENTORY, LIBRARIES, browser_module, problems, vendor

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    folder = tmp_path / "node_modules"
    for library in LIBRARIES:
        source = folder / library.package / library.source
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_text(f'export const from = "{library.specifier}";\n', "utf-8")
        about = {"version": "1.2.3", "license": "MIT"}
        (folder / library.package / "package.json").write_text(json.dumps(about), "utf-8")
        (folder / library.package / "LICENSE").write_text("Do as you like.\n", "utf-8")
    return folder


PINS = {library.package: "1.2.3" for library in LIBRARIES}


def test_what_was_copied_has_the_listed_hashes(packages: Path, tmp_path: Path) -> None:
    vendor(packages, tmp_path / "vendor")
    assert problems(tmp_path / "vendor", PINS) == []
    (first, *_) = json.loads((tmp_path / "vendor" / INVENTORY).read_text("utf-8"))["libraries"]
    assert (first["version"], first["licence_text"]) == ("1.2.3", "Do as you like.\n")


def test_a_change_a_loss_a_stranger_and_another_version_are_told(packages: Path, tmp_path: Path) -> None:
    target = tmp_path / "vendor"
    vendor(packages, target)
    with (target / "htm.js").open("a") as file:
        file.write("alert(1);\n")
    (target / "idb.js").unlink()
    (target / "stranger.js").touch()
    assert problems(target, {**PINS, "preact": "9.9.9"}) == [
        "preact.js is 1.2.3, package.json pins 9.9.9",
        "hooks.js is 1.2.3, package.json pins 9.9.9",
        f"htm.js is not what {INVENTORY} says; run `make vendor`",
        "idb.js is missing; run `make vendor`",
        f"stranger.js is not in {INVENTORY}",
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('import{a as b}from"preact";b()', 'import{a as b}from"./preact.js";b()\n'),
        ("import 'preact';", "import './preact.js';\n"),
        ('export { x } from "./near.js";', 'export { x } from "./near.js";\n'),
        ("x();\n//# sourceMappingURL=x.js.map\n", "x();\n"),
    ],
)
def test_a_module_is_rewritten_for_a_browser(text: str, wanted: str) -> None:
    assert browser_module(text, {"preact": "preact.js"}) == wanted


def test_a_library_that_is_not_vendored_is_not_imported_in_silence() -> None:
    with pytest.raises(KeyError, match="left-pad"):
        browser_module('import "left-pad";', {})
