"""The relay of the tests is found, or a sentence says how to get one."""

from pathlib import Path

import pytest
import yaml

from tools import coturn


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("TURNSERVER", raising=False)
    return tmp_path


def _put(path: Path) -> Path:
    path.write_text("#!/bin/sh\n", "utf-8")
    path.chmod(0o755)
    return path


def test_the_one_on_the_path_is_taken(nowhere: Path) -> None:
    wanted = _put(nowhere / "turnserver")
    assert coturn.coturn() == wanted


def test_the_named_one_goes_before_it(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _put(nowhere / "turnserver")
    named = _put(nowhere / "mine")
    monkeypatch.setenv("TURNSERVER", str(named))
    assert coturn.coturn() == named


def test_without_one_a_sentence_says_what_to_install(nowhere: Path) -> None:
    with pytest.raises(coturn.NoCoturn, match="apt-get install coturn"):
        coturn.coturn()


def test_compose_runs_the_shipped_configuration_in_one_version() -> None:
    text = (coturn.ROOT / "docker-compose.yml").read_text("utf-8")
    (service,) = yaml.safe_load(text)["services"].values()
    _name, _, version = service["image"].partition(":")
    assert version[0].isdigit()
    mounted = f"./{coturn.SHIPPED.relative_to(coturn.ROOT)}:/etc/coturn/turnserver.conf:ro"
    assert mounted in service["volumes"]
    assert service["command"][:2] == ["-c", "/etc/coturn/turnserver.conf"]
    # The secret is on the machine alone.
    assert "static-auth-secret" not in coturn.SHIPPED.read_text("utf-8")
