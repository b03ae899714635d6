"""Whatever the environment says is either understood or named in the sentence that stops the start."""

import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from apps.core.aws.client import AwsError
from chatproject.env import LOCAL_HOSTS, Files, read

KEY = "k" * 32


def test_a_laptop_needs_no_setting(tmp_path: Path) -> None:
    env = read({}, base_dir=tmp_path)
    assert env.database_url == f"sqlite:///{tmp_path / 'db.sqlite3'}"
    assert (env.debug, env.redis_url, env.registration) == (False, None, "open")
    assert tuple(env.allowed_hosts) == LOCAL_HOSTS


def test_a_checkout_makes_one_secret_key_that_only_its_owner_reads(tmp_path: Path) -> None:
    first, second = read({}, base_dir=tmp_path), read({}, base_dir=tmp_path)
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 50
    assert stat.S_IMODE((tmp_path / ".secret_key").stat().st_mode) == 0o600


def test_what_is_set_is_taken() -> None:
    env = read(
        {
            "DEBUG": "yes",
            "SECRET_KEY": KEY,
            "ALLOWED_HOSTS": "chat.example.org, example.org",
            "CSRF_TRUSTED_ORIGINS": "https://chat.example.org",
            "DATABASE_URL": "postgresql://somewhere/parley",
            "REDIS_URL": "redis://somewhere",
            "REGISTRATION": "closed",
            "TRUSTED_PROXIES": "2",
            "PROXY_SECRET": KEY[::-1],
            "RATE_LIMIT_FACTOR": "0.5",
        }
    )
    assert env.debug
    assert env.allowed_hosts == ["chat.example.org", "example.org"]
    assert env.csrf_trusted_origins == ["https://chat.example.org"]
    assert (env.database_url, env.redis_url) == ("postgresql://somewhere/parley", "redis://somewhere")
    assert (env.registration, env.rate_limit_factor) == ("closed", 0.5)
    assert (env.trusted_proxies, env.proxy_secret) == (2, KEY[::-1])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "perhaps"),
        ("SECRET_KEY", "short"),
        ("CSRF_TRUSTED_ORIGINS", "chat.example.org"),
        ("DATABASE_URL", "mysql://somewhere/parley"),
        ("REDIS_URL", "memcached://somewhere"),
        ("REGISTRATION", "ajar"),
        ("TRUSTED_PROXIES", "many"),
        ("TRUSTED_PROXIES", "-1"),
        ("PROXY_SECRET", "short"),
        ("RATE_LIMIT_FACTOR", "nan"),
        ("ORM_THREADS", "0"),
        ("PORT", "70000"),
        ("FILES_ENDPOINT", "storage.example.org"),
        ("FILES_ORIGIN", "files.example.net"),
        ("FILES_ORIGIN", "https://files.example.net"),  # of a folder
        ("STUN_URLS", "relay.example.org"),
        ("TURN_URLS", "https://relay.example.org"),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=name):
        read({"SECRET_KEY": KEY, name: value})


def test_processes_that_share_a_database_must_be_given_one_key(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        read({"DATABASE_URL": "postgresql://somewhere/parley"}, base_dir=tmp_path)


def test_a_key_that_cannot_be_kept_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        read({}, base_dir=tmp_path / "nowhere")


def test_files_lie_beside_the_program_or_where_it_is_said(tmp_path: Path) -> None:
    assert read({}, base_dir=tmp_path).files == Files(tmp_path / ".files", None, None, None, None)
    said = {
        "FILES_BUCKET": "ours",
        "FILES_REGION": "eu-central-1",
        "FILES_ENDPOINT": "https://s3.example.org/",
        "FILES_ORIGIN": "https://files.example.net/",
    }
    files = read(said, base_dir=tmp_path).files
    assert (files.bucket, files.region, files.endpoint) == ("ours", "eu-central-1", "https://s3.example.org")
    assert files.origin == "https://files.example.net"


def test_the_serverless_shape_follows_from_its_tables() -> None:
    shape = {"DYNAMODB_PREFIX": "parley-dev", "WEBSOCKET_URL": "wss://chat.example.org/ws"}
    env = read({"SECRET_KEY": KEY, "DATABASE_URL": "postgresql://somewhere/parley", **shape})
    assert env.serverless is not None
    assert (env.serverless.tables, env.serverless.websocket_url) == (
        "parley-dev",
        "wss://chat.example.org/ws",
    )
    assert (env.serverless.posts_queue, env.serverless.work_queue) == (None, None)


def test_a_function_without_a_database_does_not_start() -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        read({"SECRET_KEY": KEY, "DYNAMODB_PREFIX": "parley-dev"})


def test_a_function_without_a_bucket_does_not_start() -> None:
    shape = {"DYNAMODB_PREFIX": "parley-dev", "DATABASE_URL": "postgresql://somewhere/parley"}
    here = {"SECRET_KEY": KEY, **shape}
    assert read(here).files.bucket is None  # an operator's machine, with commands for the same tables
    on_lambda = {**here, "AWS_LAMBDA_FUNCTION_NAME": "parley-dev"}
    with pytest.raises(ImproperlyConfigured, match="FILES_BUCKET"):
        read(on_lambda)
    assert read({**on_lambda, "FILES_BUCKET": "ours"}).files.bucket == "ours"


def test_redis_and_dynamodb_contradict_each_other() -> None:
    with pytest.raises(ImproperlyConfigured, match="DYNAMODB_PREFIX and REDIS_URL"):
        read({"SECRET_KEY": KEY, "DYNAMODB_PREFIX": "parley", "REDIS_URL": "redis://somewhere"})


def test_secrets_join_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(service: str, operation: str, body: dict[str, object]) -> dict[str, object]:
        assert (service, operation, body["Name"]) == ("ssm", "GetParameter", "/parley/dev")
        return {
            "Parameter": {
                "Value": '{"SECRET_KEY": "' + KEY + '", "DATABASE_URL": "postgresql://somewhere/parley"}'
            }
        }

    monkeypatch.setattr("apps.core.aws.client.call", answer)
    env = read({"SECRETS_PARAMETER": "/parley/dev"})
    assert (env.secret_key, env.database_url) == (KEY, "postgresql://somewhere/parley")


def test_secrets_that_cannot_be_read_stop_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> dict[str, object]:
        raise AwsError("ParameterNotFound", "", 400)

    monkeypatch.setattr("apps.core.aws.client.call", refuse)
    with pytest.raises(ImproperlyConfigured, match="SECRETS_PARAMETER"):
        read({"SECRETS_PARAMETER": "/parley/dev"})


def test_relays_need_the_secret_that_they_share_with_the_server() -> None:
    relays = {"TURN_URLS": "turn:relay.example.org, turns:relay.example.org:443?transport=tcp"}
    with pytest.raises(ImproperlyConfigured, match="TURN_SECRET"):
        read({"SECRET_KEY": KEY, **relays})
    ice = read({"SECRET_KEY": KEY, **relays, "TURN_SECRET": KEY}).ice
    assert ice.turn_urls == ("turn:relay.example.org", "turns:relay.example.org:443?transport=tcp")
    assert (ice.stun_urls, ice.turn_secret) == ((), KEY)
