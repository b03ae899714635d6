"""The browser of the tests is found, or a sentence says how to get one."""

from pathlib import Path

import pytest

from tools import chromium


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    return tmp_path


def _put(path: Path) -> Path:
    path.write_text("#!/bin/sh\n", "utf-8")
    path.chmod(0o755)
    return path


def test_the_one_on_the_path_is_taken(nowhere: Path) -> None:
    wanted = _put(nowhere / "chromium-browser")
    _put(nowhere / "google-chrome")
    assert chromium.chromium() == wanted


def test_the_named_one_goes_before_it(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _put(nowhere / "chromium")
    named = _put(nowhere / "mine")
    monkeypatch.setenv("CHROMIUM", str(named))
    assert chromium.chromium() == named


def test_without_one_a_sentence_says_what_to_install(nowhere: Path) -> None:
    with pytest.raises(chromium.NoChromium, match="apt-get install chromium"):
        chromium.chromium()
