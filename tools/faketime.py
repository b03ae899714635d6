"""Find the library that makes a process see another time, installing Debian's where that is possible."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

INSTALLED = ("usr/lib/*/faketime/libfaketime.so.1", "usr/lib*/faketime/libfaketime.so.1")
INSTALL_SECONDS = 300


def faketime(offset: Path) -> dict[str, str]:
    """Return the environment of a process whose clock is off by what the file `offset` says: `+90`, in seconds.

    Its monotonic clock stays true, as a machine's does. Raises `FileNotFoundError` where the library is not installed.
    """
    library = found()
    if library is None:
        raise FileNotFoundError("libfaketime is not installed: apt-get install libfaketime")
    return {
        "LD_PRELOAD": str(library),
        "FAKETIME_TIMESTAMP_FILE": str(offset),
        "FAKETIME_CACHE_DURATION": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "FAKETIME_DONT_RESET": "1",
    }


def found() -> Path | None:
    """Return the path of the installed library, if there is one."""
    return next((path for pattern in INSTALLED for path in Path("/").glob(pattern)), None)


def main() -> None:
    """Install Debian's package as root where it is missing, and say where the library is."""
    if found() is None and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(
            ["apt-get", "install", "-q", "-y", "--no-install-recommends", "libfaketime"],  # noqa: S607 (root's own)
            check=False,  # what counts is whether it is there afterwards
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            stdout=sys.stderr,
            timeout=INSTALL_SECONDS,
        )
    print(found() or "libfaketime is not installed: no clock will jump")


if __name__ == "__main__":
    main()
