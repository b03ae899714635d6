"""Whatever the environment says is either understood or named in the sentence that stops the start."""

import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from chatproject.env import LOCAL_HOSTS, read

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
            "RATE_LIMIT_FACTOR": "0.5",
        }
    )
    assert env.debug
    assert env.allowed_hosts == ["chat.example.org", "example.org"]
    assert env.csrf_trusted_origins == ["https://chat.example.org"]
    assert (env.database_url, env.redis_url) == ("postgresql://somewhere/parley", "redis://somewhere")
    assert (env.registration, env.trusted_proxies, env.rate_limit_factor) == ("closed", 2, 0.5)


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
        ("RATE_LIMIT_FACTOR", "nan"),
        ("ORM_THREADS", "0"),
        ("PORT", "70000"),
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
