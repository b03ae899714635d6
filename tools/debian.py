"""Installing Debian's packages for the tests, where root runs them on a machine that has any."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

INSTALL_SECONDS = 600
# A machine that has just started may be updating itself, and a mirror be out of breath.
PATIENCE = ("-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3")


def found_or_installed(
    found: Callable[[], Path | None], *packages: str, masked: str | None = None
) -> Path | None:
    """Return what `found` finds; if that is nothing, what it finds after `packages` were installed, if they can be.

    Their service `masked` is not begun.
    """
    path = found()
    if path is None and os.geteuid() == 0 and shutil.which("apt-get"):
        if masked:
            _run("ln", "-sf", "/dev/null", f"/etc/systemd/system/{masked}.service")
        _run("apt-get", "-q", "update", *PATIENCE)
        _run("apt-get", "-q", "install", "-y", "--no-install-recommends", *PATIENCE, *packages)
        path = found()
    return path


def _run(*command: str) -> None:
    subprocess.run(  # noqa: S603 (nothing from outside, on root's own search path)
        command,
        check=False,  # what counts is what is there afterwards
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdout=sys.stderr,
        timeout=INSTALL_SECONDS,
    )
