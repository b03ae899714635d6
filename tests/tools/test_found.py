"""The browser and the relay of the tests are found or installed, or a sentence says how to get them."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tools.chromium import chromium
from tools.coturn import coturn

Find = Callable[[], Path]
BOTH = pytest.mark.parametrize(
    ("find", "variable", "name"), [(chromium, "CHROMIUM", "chromium"), (coturn, "TURNSERVER", "turnserver")]
)
APT = """#!/bin/sh
echo "$@" >> {log}
[ "$2" = update ] || /bin/ln -s /bin/true {installed}
"""


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, the only one in which programs are looked for."""
    monkeypatch.setenv("PATH", str(tmp_path))
    for variable in ("CHROMIUM", "TURNSERVER"):
        monkeypatch.delenv(variable, raising=False)
    return tmp_path


def _put(path: Path, script: str = "#!/bin/sh\n") -> Path:
    path.write_text(script, "utf-8")
    path.chmod(0o755)
    return path


@BOTH
def test_the_one_on_the_path_is_taken(nowhere: Path, find: Find, variable: str, name: str) -> None:
    wanted = _put(nowhere / name)
    _put(nowhere / "google-chrome")
    assert find() == wanted


@BOTH
def test_the_named_one_goes_before_it(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch, find: Find, variable: str, name: str
) -> None:
    _put(nowhere / name)
    named = _put(nowhere / "mine")
    monkeypatch.setenv(variable, str(named))
    assert find() == named


@BOTH
def test_without_one_a_sentence_says_what_to_install(
    nowhere: Path, find: Find, variable: str, name: str
) -> None:
    with pytest.raises(SystemExit, match=f"apt-get install [a-z]+.*{variable}=/path/to/{name}"):
        find()


def test_root_has_it_installed(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    log, wanted = nowhere / "log", nowhere / "chromium"
    _put(nowhere / "apt-get", APT.format(log=log, installed=wanted))
    assert chromium() == wanted
    patience = "-o DPkg::Lock::Timeout=300 -o Acquire::Retries=3"
    install = f"-q install -y --no-install-recommends {patience} chromium fonts-noto-color-emoji"
    assert log.read_text("utf-8").splitlines() == [f"-q update {patience}", install]
    assert chromium() == wanted
    assert len(log.read_text("utf-8").splitlines()) == 2
