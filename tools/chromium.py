"""Find the Chromium that drives the client's tests, installing Debian's where that is possible."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MACOS = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
INSTALL_SECONDS = 600
PACKAGES = ("chromium", "fonts-noto-color-emoji")
"""Without the font emoji are empty boxes."""
SENTENCE = (
    "The browser tests need Chromium: install it with `apt-get install chromium` (Debian, Ubuntu) or your system's "
    "package manager, or name one with CHROMIUM=/path/to/chromium."
)


class NoChromium(SystemExit):
    """There is none, and none could be installed: the sentence says what to do."""

    def __init__(self) -> None:
        super().__init__(SENTENCE)


def chromium() -> Path:
    """Return the path of a Chromium; install Debian's package as root; else raise `NoChromium`."""
    if path := found():
        return path
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _install()
    if path := found():
        return path
    raise NoChromium


def found() -> Path | None:
    """Return the path of an installed Chromium: the one that `CHROMIUM` names, or the first on the search path."""
    if named := os.environ.get("CHROMIUM"):
        return Path(named) if shutil.which(named) else None
    paths = (shutil.which(name) for name in (*NAMES, MACOS))
    return next((Path(path) for path in paths if path), None)


def _install() -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", *PACKAGES]):
        subprocess.run(  # noqa: S603 (nothing from outside)
            ["apt-get", *command],  # noqa: S607 (root's own search path)
            check=False,  # what counts is whether a Chromium is there afterwards
            env=environment,
            stdout=sys.stderr,
            timeout=INSTALL_SECONDS,
        )


if __name__ == "__main__":
    print(chromium())
