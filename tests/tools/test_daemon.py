"""The servers of the tests: one that was killed may be started again at once."""

import os
import signal
from pathlib import Path
from threading import Timer

import pytest

from tools.daemon import Account, Daemon


def test_whoever_is_killed_leaves_no_child_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A child may take a while to end, in the middle of writing to a disk for one."""
    written, kill = tmp_path / "child", os.kill
    daemon = Daemon(
        ["/bin/sh", "-c", f"sleep 600 & echo $! > {written}; wait"],
        tmp_path / "log",
        Account(),
        signal.SIGTERM,
    )
    daemon.start(lambda: written.exists() and written.read_text().endswith("\n"))
    child = int(written.read_text())

    def late(pid: int, number: int) -> None:
        if pid == child:
            Timer(0.3, kill, (pid, number)).start()
        else:
            kill(pid, number)

    monkeypatch.setattr(os, "kill", late)
    daemon.kill()
    assert not runs(child)


def runs(pid: int) -> bool:
    """Return whether a process has not ended, whether or not somebody has asked how."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
