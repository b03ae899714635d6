"""Find the Chromium that drives the client's tests, installing Debian's where that is possible."""

import os
import shutil
from pathlib import Path

from tools.debian import found_or_installed

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MACOS = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
PACKAGES = ("chromium", "fonts-noto-color-emoji")
"""Without the font emoji are empty boxes."""
SENTENCE = (
    "The browser tests need Chromium: install it with `apt-get install chromium` (Debian, Ubuntu) or your system's "
    "package manager, or name one with CHROMIUM=/path/to/chromium."
)


def chromium() -> Path:
    """Return the path of a Chromium; without one, and unless one can be installed, exit and say what to do."""
    if path := found_or_installed(found, *PACKAGES):
        return path
    raise SystemExit(SENTENCE)


def found() -> Path | None:
    """Return the path of an installed Chromium: the one that `CHROMIUM` names, or the first on the search path."""
    if named := os.environ.get("CHROMIUM"):
        return Path(named) if shutil.which(named) else None
    paths = (shutil.which(name) for name in (*NAMES, MACOS))
    return next((Path(path) for path in paths if path), None)


if __name__ == "__main__":
    print(chromium())
