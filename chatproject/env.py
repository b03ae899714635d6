"""What the environment may say, read once, typed, and checked before anything else starts.

Every variable stands here and in `.env.example`; nothing else in the project reads `os.environ`, but for AWS's own
variables, which `apps.core.aws.account` reads as all tools of AWS do.
"""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Literal

from django.core.exceptions import ImproperlyConfigured

from apps.core.aws import account, client

from .variables import address, flag, networks, number, schemed, words

BASE_DIR = Path(__file__).resolve().parent.parent
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
SECRET_KEY_MIN_CHARS = 32


@dataclass(frozen=True, slots=True)
class Env:
    """The settings of one installation. Units: seconds and counts unless the name says otherwise."""

    debug: bool
    secret_key: str
    allowed_hosts: list[str]
    csrf_trusted_origins: list[str]
    database_url: str
    redis_url: str | None
    registration: Literal["open", "closed"]
    trusted_proxies: int
    proxy_secret: str
    """By which the outermost of them proves itself; empty where nobody can call past it."""
    rate_limit_factor: float
    https: bool
    statement_timeout_ms: int
    orm_threads: int
    port: int
    webhook_networks: tuple[IPv4Network | IPv6Network, ...]
    files: "Files"
    ice: "Ice"
    recording_days: float
    serverless: "Serverless | None"


@dataclass(frozen=True, slots=True)
class Files:
    """Where the content of files lies: in `bucket` where one is set, else in `folder`."""

    folder: Path
    bucket: str | None
    region: str | None
    endpoint: str | None
    """Of storage that speaks as S3 does; None for S3 itself."""
    origin: str | None
    """Of what stands before the bucket for whoever fetches from it; None for the bucket itself."""


@dataclass(frozen=True, slots=True)
class Ice:
    """Who helps calls through: `turn_secret` is shared with the relays, empty without any."""

    stun_urls: tuple[str, ...]
    turn_urls: tuple[str, ...]
    turn_secret: str


@dataclass(frozen=True, slots=True)
class Serverless:
    """What AWS Lambda works with: there when `DYNAMODB_PREFIX` is set."""

    tables: str
    """The first part of the names of DynamoDB's tables."""
    websocket_url: str
    gateway_endpoint: str | None
    posts_queue: str | None
    work_queue: str | None


def read(environ: Mapping[str, str] = os.environ, *, base_dir: Path = BASE_DIR) -> Env:
    """Return the environment as an `Env`; raise `ImproperlyConfigured` with a sentence that names the variable."""
    environ = _with_secrets(environ)
    debug = flag(environ, "DEBUG")
    registration = environ.get("REGISTRATION") or "open"
    if registration not in {"open", "closed"}:
        raise ImproperlyConfigured(f"REGISTRATION is {registration!r}; it is 'open' or 'closed'.")
    return Env(
        debug=debug,
        secret_key=_secret_key(environ, base_dir, debug=debug),
        allowed_hosts=words(environ, "ALLOWED_HOSTS") or list(LOCAL_HOSTS),
        csrf_trusted_origins=_origins(environ),
        database_url=_database_url(environ, base_dir),
        redis_url=_redis_url(environ),
        registration="closed" if registration == "closed" else "open",
        trusted_proxies=int(number(environ, "TRUSTED_PROXIES", default=0, most=10)),
        proxy_secret=_proxy_secret(environ),
        rate_limit_factor=number(environ, "RATE_LIMIT_FACTOR", default=1, most=1_000_000),
        https=flag(environ, "HTTPS"),
        statement_timeout_ms=int(number(environ, "STATEMENT_TIMEOUT_MS", default=5_000, most=86_400_000)),
        orm_threads=int(number(environ, "ORM_THREADS", default=8, least=1, most=64)),
        port=int(number(environ, "PORT", default=8000, least=1, most=65_535)),
        webhook_networks=tuple(networks(environ, "WEBHOOK_NETWORKS")),
        files=_files(environ, base_dir),
        ice=_ice(environ),
        recording_days=number(environ, "RECORDING_DAYS", default=30, least=1, most=36_500),
        serverless=_serverless(environ),
    )


def _with_secrets(environ: Mapping[str, str]) -> Mapping[str, str]:
    """Return the environment with what the parameter holds that it names: a JSON object of variables."""
    name = environ.get("SECRETS_PARAMETER")
    if not name:
        return environ
    try:
        found = client.call("ssm", "GetParameter", {"Name": name, "WithDecryption": True})
        secrets_ = json.loads(found["Parameter"]["Value"])
    except (client.AwsError, PermissionError, ValueError) as error:
        raise ImproperlyConfigured(f"SECRETS_PARAMETER {name!r} cannot be read: {error}") from error
    if not isinstance(secrets_, dict) or not all(isinstance(value, str) for value in secrets_.values()):
        raise ImproperlyConfigured(f"SECRETS_PARAMETER {name!r} holds no JSON object of texts.")
    return {**environ, **secrets_}


def _serverless(environ: Mapping[str, str]) -> Serverless | None:
    tables = environ.get("DYNAMODB_PREFIX")
    if not tables:
        return None
    if environ.get("REDIS_URL"):
        raise ImproperlyConfigured(
            "DYNAMODB_PREFIX and REDIS_URL are both set: choose the serverless or the server shape."
        )
    if not environ.get("DATABASE_URL"):
        raise ImproperlyConfigured(
            "DATABASE_URL is missing: with DYNAMODB_PREFIX set, nothing is kept in a file."
        )
    return Serverless(
        tables=tables,
        websocket_url=_websocket_url(environ),
        gateway_endpoint=(environ.get("GATEWAY_ENDPOINT") or "").rstrip("/") or None,
        posts_queue=environ.get("POSTS_QUEUE_URL") or None,
        work_queue=environ.get("WORK_QUEUE_URL") or None,
    )


def _files(environ: Mapping[str, str], base_dir: Path) -> Files:
    bucket, origin = environ.get("FILES_BUCKET") or None, address(environ, "FILES_ORIGIN")
    if account.in_function(environ) and not bucket:
        raise ImproperlyConfigured("FILES_BUCKET is missing: on Lambda there is no folder that stays.")
    if origin and not bucket:
        raise ImproperlyConfigured("FILES_ORIGIN needs FILES_BUCKET: this server itself serves a folder.")
    return Files(
        folder=Path(environ.get("FILES_FOLDER") or base_dir / ".files").resolve(),
        bucket=bucket,
        region=environ.get("FILES_REGION") or None,
        endpoint=address(environ, "FILES_ENDPOINT"),
        origin=origin,
    )


def _proxy_secret(environ: Mapping[str, str]) -> str:
    secret = environ.get("PROXY_SECRET", "")
    if 0 < len(secret) < SECRET_KEY_MIN_CHARS:
        raise ImproperlyConfigured(f"PROXY_SECRET is shorter than {SECRET_KEY_MIN_CHARS} characters.")
    return secret


def _ice(environ: Mapping[str, str]) -> Ice:
    secret, relays = environ.get("TURN_SECRET", ""), schemed(environ, "TURN_URLS", ("turn:", "turns:"))
    if relays and len(secret) < SECRET_KEY_MIN_CHARS:
        raise ImproperlyConfigured(
            f"TURN_SECRET has {len(secret)} characters: with TURN_URLS set, {SECRET_KEY_MIN_CHARS} at least."
        )
    return Ice(schemed(environ, "STUN_URLS", ("stun:", "stuns:")), relays, secret)


def _websocket_url(environ: Mapping[str, str]) -> str:
    url = environ.get("WEBSOCKET_URL", "")
    if url and not url.startswith(("ws://", "wss://")):
        raise ImproperlyConfigured(f"WEBSOCKET_URL is {url!r}; it begins with wss:// or ws://.")
    return url


def _origins(environ: Mapping[str, str]) -> list[str]:
    origins = words(environ, "CSRF_TRUSTED_ORIGINS")
    for origin in origins:
        if not origin.startswith(("http://", "https://")):
            raise ImproperlyConfigured(
                f"CSRF_TRUSTED_ORIGINS has {origin!r}; an origin begins with https:// or http://."
            )
    return origins


def _database_url(environ: Mapping[str, str], base_dir: Path) -> str:
    url = environ.get("DATABASE_URL") or f"sqlite:///{base_dir / 'db.sqlite3'}"
    if not url.startswith(("sqlite://", "postgres://", "postgresql://", "dsql://")):
        raise ImproperlyConfigured("DATABASE_URL begins with postgresql://, dsql:// or sqlite:///.")
    return url


def _redis_url(environ: Mapping[str, str]) -> str | None:
    url = environ.get("REDIS_URL") or None
    if url and not url.startswith(("redis://", "rediss://", "unix://")):
        raise ImproperlyConfigured("REDIS_URL begins with redis://, rediss:// or unix://.")
    return url


def _secret_key(environ: Mapping[str, str], base_dir: Path, *, debug: bool) -> str:
    key = environ.get("SECRET_KEY")
    if key:
        if len(key) < SECRET_KEY_MIN_CHARS and not debug:
            raise ImproperlyConfigured(f"SECRET_KEY is shorter than {SECRET_KEY_MIN_CHARS} characters.")
        return key
    if environ.get("DATABASE_URL") and not debug:
        # Several processes share that database: a key made up by each would sign everybody out at every start.
        raise ImproperlyConfigured(
            "SECRET_KEY is missing: with DATABASE_URL set, every process needs the same one."
        )
    return _local_secret_key(base_dir / ".secret_key")


def _local_secret_key(file: Path) -> str:
    """Return the key that this checkout made for itself at its first start."""
    try:
        with open(file, "x", opener=lambda path, flags: os.open(path, flags, 0o600)) as made:
            made.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    except OSError as error:
        raise ImproperlyConfigured(
            f"SECRET_KEY is missing, and {file.name} cannot be written: {error}."
        ) from error
    return file.read_text().strip()
