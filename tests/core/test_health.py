"""Alive and ready."""

import socket
import threading
from typing import NoReturn

import pytest
from django.core.cache import caches
from django.db import OperationalError, connection
from django.test import Client
from pytest_django import Settings

from apps.core import health
from apps.core.health import Probe


def test_a_running_process_is_alive(client: Client) -> None:
    assert client.get("/health/live").json() == {"status": "ok"}


@pytest.mark.django_db(transaction=True)
def test_a_server_with_its_database_is_ready(client: Client) -> None:
    response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.django_db(transaction=True)
def test_without_redis_it_is_ready_and_degraded(client: Client, settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    redis = {
        "BACKEND": "apps.core.caches.SharedCache",
        "LOCATION": f"redis://127.0.0.1:{port}",
    }
    settings.CACHES = {**settings.CACHES, "default": redis}
    response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (200, {"status": "ok", "degraded": ["fanout"]})
    settings.CACHES = {**settings.CACHES, "default": settings.CACHES["local"]}
    assert caches["default"].get("health") is None


def test_without_the_database_it_is_unavailable(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "database", Probe(lambda: False))
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.json() == {"status": "unavailable", "failing": ["database"]}


@pytest.mark.django_db(transaction=True)
def test_a_refused_connection_is_a_failing_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> NoReturn:
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "cursor", refuse)
    assert not health._database_answers()


def test_a_check_that_hangs_is_given_up_and_asked_only_once() -> None:
    let_go, asked = threading.Event(), []

    def hang() -> bool:
        asked.append(1)
        return let_go.wait(10)

    probe = Probe(hang)
    assert not probe.succeeds(within=0.01)
    assert not probe.succeeds(within=0.01)
    assert len(asked) == 1
    let_go.set()
    assert probe.succeeds(within=5)


def test_a_check_that_fails_is_a_failure() -> None:
    assert not Probe(lambda: False).succeeds(within=5)
