"""Find the library that makes a process see another time, installing Debian's where that is possible."""

from pathlib import Path

from tools.debian import found_or_installed

INSTALLED = ("usr/lib/*/faketime/libfaketime.so.1", "usr/lib*/faketime/libfaketime.so.1")


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


if __name__ == "__main__":
    library = found_or_installed(found, "libfaketime")
    print(library or "libfaketime is not installed: no clock will jump")
