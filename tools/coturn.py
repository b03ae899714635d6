"""Find coturn, which relays calls, installing Debian's package where that is possible; run it for tests."""

import os
import shutil
import signal
import socket
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tools.daemon import Account, Daemon, free_port
from tools.debian import found_or_installed

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ROOT / "infra" / "turn" / "turnserver.conf"
PROBE_SECONDS = 1
SENTENCE = (
    "The tests of relayed calls need coturn: install it with `apt-get install coturn` (Debian, Ubuntu) or your "
    "system's package manager, or name one with TURNSERVER=/path/to/turnserver."
)
HOST = "127.0.0.1"
BINDING_REQUEST = bytes.fromhex("000100002112a442") + bytes(12)
"""RFC 8489, section 5."""
LOOPBACK = ("denied-peer-ip=127.", "denied-peer-ip=::1-")
"""How the shipped lines begin that keep callers off this machine itself."""


def coturn() -> Path:
    """Return the path of a coturn; without one, and unless one can be installed, exit and say what to do."""
    # Debian's own service would hold the ports of a relay.
    if path := found_or_installed(found, "coturn", masked="coturn"):
        return path
    raise SystemExit(SENTENCE)


def found() -> Path | None:
    """Return the path of an installed coturn: the one that `TURNSERVER` names, or the one on the search path."""
    path = shutil.which(os.environ.get("TURNSERVER") or "turnserver")
    return Path(path) if path else None


@dataclass(frozen=True)
class Relay:
    """A running coturn on this machine."""

    port: int
    """UDP and TCP."""
    tls_port: int
    secret: str

    @property
    def urls(self) -> list[str]:
        """Return what `TURN_URLS` lists: UDP, TCP, TLS."""
        plain = f"turn:{HOST}:{self.port}?transport="
        return [f"{plain}udp", f"{plain}tcp", f"turns:{HOST}:{self.tls_port}?transport=tcp"]


@contextmanager
def relay(directory: Path, *, secret: str, certificate: Path, loopback: bool) -> Iterator[Relay]:
    """Run coturn as it is shipped, on ports of its own, and end it in the end.

    `certificate` has a certificate and its key in PEM. With `loopback` peers on this machine are let through.
    """
    running = Relay(free_port(), free_port(), secret)
    configuration = directory / "turnserver.conf"
    configuration.write_text(_configuration(loopback=loopback), "utf-8")
    command = [str(coturn()), *_options(running, configuration, certificate)]
    server = Daemon(command, directory / "log", Account(), signal.SIGTERM)
    try:
        server.start(lambda: _answers(running.port) and _listens(running.tls_port))
        yield running
    finally:
        server.stop()


def _configuration(*, loopback: bool) -> str:
    shipped = SHIPPED.read_text("utf-8")
    if not loopback:
        return shipped
    kept = [line for line in shipped.splitlines() if not line.startswith(LOOPBACK)]
    return "\n".join([*kept, "allow-loopback-peers", ""])


def _options(relay: Relay, configuration: Path, certificate: Path) -> Sequence[str]:
    given = {
        "listening-ip": HOST,
        "relay-ip": HOST,
        "listening-port": relay.port,
        "tls-listening-port": relay.tls_port,
        "static-auth-secret": relay.secret,
        "realm": "relay.example.org",
        "cert": certificate,
        "pkey": certificate,
        "pidfile": configuration.with_name("pid"),
        "userdb": configuration.with_name("turndb"),
    }
    # So that it passes on to IPv6 too, where it refuses as much.
    return [
        "-c",
        str(configuration),
        "--relay-ip=::1",
        *(f"--{name}={value}" for name, value in given.items()),
    ]


def _answers(port: int) -> bool:
    """Return whether it says over UDP, which begins last, where a caller is."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as probe, suppress(OSError):
        probe.settimeout(PROBE_SECONDS)
        probe.connect((HOST, port))
        probe.send(BINDING_REQUEST)
        return bool(probe.recv(1500))
    return False


def _listens(port: int) -> bool:
    with closing(socket.socket()) as probe:
        probe.settimeout(PROBE_SECONDS)
        return probe.connect_ex((HOST, port)) == 0


if __name__ == "__main__":
    print(coturn())
