"""Relays for the tests: one that lets through to this machine, and one as it is shipped."""

import ssl
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol
from uuid import UUID, uuid4

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone
from pytest_django import Settings

from apps.calls.turn import ice_servers
from chatproject.env import Ice
from tools.coturn import Relay, relay

from .client import Turn, connected

SECRET = "a-secret-that-relay-and-server-share-in-tests"
NAME = "relay.example.org"


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a certificate for the relay, and its key, in one file."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    signed = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    made = tmp_path_factory.mktemp("tls") / "certificate.pem"
    made.write_bytes(secret + signed.public_bytes(serialization.Encoding.PEM))
    return made


@pytest.fixture(scope="session")
def loopback_relay(certificate: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Relay]:
    directory = tmp_path_factory.mktemp("loopback")
    with relay(directory, secret=SECRET, certificate=certificate, loopback=True) as running:
        yield running


@pytest.fixture(scope="session")
def shipped_relay(certificate: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Relay]:
    directory = tmp_path_factory.mktemp("shipped")
    with relay(directory, secret=SECRET, certificate=certificate, loopback=False) as running:
        yield running


class Call(Protocol):
    def __call__(
        self,
        relay: Relay,
        url: str,
        *,
        user: UUID | None = ...,
        ago: timedelta = ...,
        password: str | None = ...,
    ) -> Turn: ...


@pytest.fixture
def call(certificate: Path, settings: Settings) -> Iterator[Call]:
    """Connect to a relay with the name and the password that the server gives out, so long ago."""
    wires = []

    def connect(
        relay: Relay,
        url: str,
        *,
        user: UUID | None = None,
        ago: timedelta = timedelta(0),
        password: str | None = None,
    ) -> Turn:
        settings.ICE = Ice(stun_urls=(), turn_urls=tuple(relay.urls), turn_secret=relay.secret)
        ((server,), _) = ice_servers(user or uuid4(), timezone.now() - ago)
        assert url in server.urls
        wire = connected(url, ssl.create_default_context(cafile=str(certificate)), NAME)
        wires.append(closing(wire))
        return Turn(wire, server.username or "", password or server.credential or "")

    yield connect
    for wire in wires:
        with wire:
            pass
