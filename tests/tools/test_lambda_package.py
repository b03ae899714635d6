"""What of Zappa's zip reaches Lambda, and that it is the processor's and loads as bytecode."""

import struct
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tools import lambda_package
from tools.lambda_package import PYTHON, faults, finish, foreign

pytestmark = pytest.mark.skipif(
    sys.version_info[:2] != PYTHON, reason="Python 3.11 makes the package, as Lambda runs it"
)

ELF = b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack("<HH", 3, 62)
"""The beginning of a shared library for x86_64."""


@pytest.fixture
def zipped(tmp_path: Path) -> Path:
    """Return what Zappa made of a checkout with stray files and an environment of one package."""
    packages = tmp_path / "site-packages"
    (packages / "package").mkdir(parents=True)
    archive = tmp_path / "parley-dev.zip"
    with ZipFile(archive, "w") as made:
        for name in ("apps/core/ids.py", "web/index.html", "package/__init__.py", "zappa_settings.py"):
            made.writestr(name, "ANSWER = 42\n")
        made.writestr("package/_speed.so", ELF)
        for name in ("secrets.env.py", "package_info.json", "apps/core/__pycache__/ids.cpython-311.pyc"):
            made.writestr(name, "stale, or nobody's business")
    finish(archive, packages)
    return archive


def test_only_what_runs_is_in_it(zipped: Path) -> None:
    with ZipFile(zipped) as package:
        assert set(package.namelist()) == {
            "apps/core/ids.py",
            "apps/core/__pycache__/ids.cpython-311.pyc",
            "package/__init__.py",
            "package/_speed.so",
            "web/index.html",
            "zappa_settings.py",
            "__pycache__/zappa_settings.cpython-311.pyc",
        }


def test_the_bytecode_is_taken_whatever_the_date_of_the_source(zipped: Path, tmp_path: Path) -> None:
    task = tmp_path / "task"
    with ZipFile(zipped) as package:
        package.extractall(task)
    (task / "apps" / "core" / "ids.py").write_text("raise AssertionError('compiled anew')\n", "utf-8")
    line = [
        sys.executable,
        "-I",
        "-c",
        "import sys; sys.path.insert(0, sys.argv[1]); import apps.core.ids",
        str(task),
    ]
    assert subprocess.run(line, check=False, capture_output=True).returncode == 0


def test_the_same_code_is_the_same_package(zipped: Path, tmp_path: Path) -> None:
    first = zipped.read_bytes()
    finish(zipped, tmp_path / "site-packages")
    assert zipped.read_bytes() == first


def test_a_library_of_another_processor_is_named(zipped: Path) -> None:
    assert foreign(zipped, "x86_64") == []
    assert foreign(zipped, "arm64") == ["package/_speed.so"]


def test_a_package_that_is_too_large_is_refused(zipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert faults(zipped, "x86_64") == []
    monkeypatch.setattr(lambda_package, "ZIPPED_BYTES", 100)
    assert len(faults(zipped, "x86_64")) == 1
