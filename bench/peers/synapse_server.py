"""A matrix-synapse on the stage's PostgreSQL: one process, no federation, no rate limits, all else as it comes."""

import hashlib
import hmac
import json
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import httpx
import psycopg

from tests.live import ROOT, Server, stop
from tools.daemon import ServerError, die_with_parent, free_port

PYTHON = ROOT / ".bench" / "synapse" / "bin" / "python"
SECRET = "a-secret-for-benchmarks-only"
START_SECONDS = 60
UNLIMITED = {"per_second": 1_000_000, "burst_count": 1_000_000}
LOGGING = {
    "version": 1,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"level": "WARNING", "handlers": ["stderr"]},
}


@contextmanager
def synapse(directory: Path) -> Iterator[Server]:
    """Run it with its files in `directory`, on a database of its own beside the one of DATABASE_URL."""
    if not PYTHON.exists():
        raise ServerError(f"{PYTHON} is missing; `make bench-peers` installs it")
    home = directory / "synapse"
    home.mkdir()
    with _database() as database:
        port = free_port()
        config = home / "homeserver.yaml"
        # JSON is YAML too.
        config.write_text(json.dumps(_config(home, port, database)))
        (home / "logging.yaml").write_text(json.dumps(LOGGING))
        server = _start(home, config, port)
        try:
            _wait(server)
            yield server
        finally:
            stop(server)


def register(http: httpx.Client, name: str) -> str:
    """Return the access token of a new account, made with the shared secret."""
    path = "/_synapse/admin/v1/register"
    nonce = http.get(path).raise_for_status().json()["nonce"]
    signed = "\0".join((nonce, name, "a-password", "notadmin"))
    mac = hmac.new(SECRET.encode(), signed.encode(), hashlib.sha1).hexdigest()
    body = {"nonce": nonce, "username": name, "password": "a-password", "admin": False, "mac": mac}
    return str(http.post(path, json=body).raise_for_status().json()["access_token"])


def room(http: httpx.Client, creator: str, other: str, other_name: str) -> str:
    """Return the id of a new private room of these two, who are named by their tokens."""
    path = "/_matrix/client/v3/createRoom"
    asked = {"preset": "private_chat", "invite": [f"@{other_name}:bench"]}
    made = str(http.post(path, json=asked, headers=_bearer(creator)).raise_for_status().json()["room_id"])
    http.post(f"/_matrix/client/v3/rooms/{made}/join", json={}, headers=_bearer(other)).raise_for_status()
    return made


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _config(home: Path, port: int, database: dict[str, Any]) -> dict[str, Any]:
    return {
        "server_name": "bench",
        "signing_key_path": str(home / "signing.key"),
        "media_store_path": str(home / "media"),
        "log_config": str(home / "logging.yaml"),
        "listeners": [
            {
                "port": port,
                "bind_addresses": ["127.0.0.1"],
                "type": "http",
                "resources": [{"names": ["client"]}],
            }
        ],
        "database": {"name": "psycopg2", "args": database},
        "report_stats": False,
        "federation_domain_whitelist": [],
        "trusted_key_servers": [],
        "registration_shared_secret": SECRET,
        "bcrypt_rounds": 4,
        "rc_message": UNLIMITED,
        "rc_registration": UNLIMITED,
        "rc_joins": {"local": UNLIMITED},
        "rc_joins_per_room": UNLIMITED,
        "rc_invites": {"per_room": UNLIMITED, "per_user": UNLIMITED, "per_issuer": UNLIMITED},
        "rc_room_creation": UNLIMITED,
    }


@contextmanager
def _database() -> Iterator[dict[str, Any]]:
    """Yield psycopg2's arguments for an empty database, sorted as Synapse wants it."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as connection:
        connection.execute(
            "CREATE DATABASE synapse ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
        )
        try:
            yield {"user": parts.username, "host": parts.hostname, "port": parts.port, "dbname": "synapse"}
        finally:
            connection.execute("DROP DATABASE synapse WITH (FORCE)")


def _start(home: Path, config: Path, port: int) -> Server:
    command = [str(PYTHON), "-m", "synapse.app.homeserver", "--config-path", str(config)]
    log = home / "log"
    with log.open("ab") as output:
        subprocess.run([*command, "--generate-keys"], cwd=home, stdout=output, stderr=output, check=True)
        process = subprocess.Popen(
            command,
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            preexec_fn=partial(die_with_parent, signal.SIGTERM),  # noqa: PLW1509 (takes no lock)
        )
    return Server(process, f"http://127.0.0.1:{port}", log)


def _wait(server: Server) -> None:
    with httpx.Client(base_url=server.base, timeout=5) as http:
        for _ in range(START_SECONDS * 5):
            try:
                server.process.wait(0.2)
            except subprocess.TimeoutExpired:
                if _answers(http):
                    return
            else:
                break
    raise ServerError(f"Synapse did not start:\n{server.log.read_text(errors='replace')[-4000:]}")


def _answers(http: httpx.Client) -> bool:
    try:
        return http.get("/health").is_success
    except httpx.TransportError:
        return False
