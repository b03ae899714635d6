"""Processes that end with whoever started them, and may be killed and started again."""

import os
import secrets
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from ctypes import CDLL, get_errno
from dataclasses import dataclass
from functools import partial
from pathlib import Path

START_SECONDS = 30
STOP_SECONDS = 10
POLL_SECONDS = 0.05
# include/uapi/linux/prctl.h
PR_SET_PDEATHSIG = 1
# Below what Linux gives to outgoing connections (net.ipv4.ip_local_port_range): one of those could take a port between
# its being found and its being used.
PORTS = range(15_000, 32_000)
# Loaded before any fork, where loading would be unsafe.
LIBC = CDLL(None, use_errno=True)


class ServerError(RuntimeError):
    """A server could not be started; the message carries its last words."""


@dataclass(frozen=True)
class Account:
    """Who runs a server; None is the caller."""

    uid: int | None = None
    gid: int | None = None


def free_port() -> int:
    """Return a TCP port of this machine that nobody uses."""
    while True:
        port = secrets.choice(PORTS)
        with closing(socket.socket()) as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


class Daemon:
    """One server process, which may be killed and started again with the same files and port.

    It ends with the thread that started it.
    """

    def __init__(
        self, command: Sequence[str], log: Path, account: Account, stop_with: signal.Signals
    ) -> None:
        self._command = command
        self._log = log
        self._account = account
        self._stop_with = stop_with
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, ready: Callable[[], bool]) -> None:
        """Run it, and return when it is `ready`; raise `ServerError` with its last words."""
        with self._log.open("ab") as output:
            self._process = subprocess.Popen(  # noqa: S603  the command is ours
                self._command,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                user=self._account.uid,
                group=self._account.gid,
                preexec_fn=partial(die_with_parent, self._stop_with),  # noqa: PLW1509  nothing in it takes a lock
                # Ctrl-C is for the tests; they stop the servers when they are done.
                start_new_session=True,
            )
        _wait_until(ready, self._process, self._log)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to it and to its children."""
        if self._process is None:
            return
        for pid in (self._process.pid, *_children(self._process.pid)):
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    def kill(self) -> None:
        """End it as a machine does that runs out of memory: with SIGKILL, and its children too."""
        if self._process is not None:
            with _ends(_children(self._process.pid)) as ends:
                self.signal(signal.SIGKILL)
                self._process.wait()
                # Until the last one is gone PostgreSQL's shared memory is in use, and no other starts.
                for end in ends:
                    select.select([end], [], [])
            self._process = None

    def stop(self) -> None:
        if self._process is not None:
            _stop(self._process, self._stop_with)
            self._process = None


def die_with_parent(stop_with: signal.Signals) -> None:
    """Have the kernel send `stop_with` to this process when its parent ends, however that ends.

    Only Linux offers this; elsewhere a killed parent leaves its servers behind.
    """
    if sys.platform != "linux":
        return
    if LIBC.prctl(PR_SET_PDEATHSIG, int(stop_with), 0, 0, 0):
        raise OSError(get_errno(), "prctl(PR_SET_PDEATHSIG)")


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@contextmanager
def _ends(pids: Iterable[int]) -> Iterator[list[int]]:
    """Yield a file descriptor for each of these processes that there is: it can be read when that has ended."""
    with ExitStack() as opened:
        ends = []
        for pid in pids:
            with suppress(ProcessLookupError):
                ends.append(os.pidfd_open(pid))
                opened.callback(os.close, ends[-1])
        yield ends


def _stop(process: subprocess.Popen[bytes], stop_with: signal.Signals) -> None:
    process.send_signal(stop_with)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait_until(ready: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            last_words = log.read_text(errors="replace")[-2000:].strip()
            name = Path(str(process.args[0] if isinstance(process.args, list) else process.args)).name
            raise ServerError(f"{name} did not start:\n{last_words}")
        time.sleep(POLL_SECONDS)
