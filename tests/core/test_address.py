"""Whose address a request comes from, however many proxies stand before the server."""

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from apps.core.address import client_address, request_address


@pytest.mark.parametrize(
    ("hops", "peer", "forwarded", "address"),
    [
        (0, "192.0.2.1", None, "192.0.2.1"),
        (0, "192.0.2.1", "198.51.100.9", "192.0.2.1"),
        (1, "10.0.0.1", "198.51.100.9", "198.51.100.9"),
        (1, "10.0.0.1", "6.6.6.6, 198.51.100.9", "198.51.100.9"),
        (2, "10.0.0.1", "6.6.6.6, 198.51.100.9, 10.0.0.2", "198.51.100.9"),
        (2, "10.0.0.1", "198.51.100.9", "198.51.100.9"),
        (1, "10.0.0.1", None, "10.0.0.1"),
        (1, "10.0.0.1", "nonsense", "10.0.0.1"),
        (1, "10.0.0.1", "198.51.100.9:4711", "198.51.100.9"),
        (1, "10.0.0.1", "[2001:db8::1]:4711", "2001:db8::1"),
        (0, "2001:DB8:0::1", None, "2001:db8::1"),
        (0, "fe80::1%eth0", None, "fe80::1"),
        (0, "::ffff:192.0.2.1", None, "192.0.2.1"),
        (0, None, None, None),
        (0, "", "198.51.100.9", None),
        (0, "testclient", None, None),
    ],
)
def test_the_believed_hop_names_the_caller(
    settings: Settings, hops: int, peer: str | None, forwarded: str | None, address: str | None
) -> None:
    settings.TRUSTED_PROXIES = hops
    assert client_address(peer, forwarded) == address


def test_a_request_has_both(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = 1
    request = RequestFactory().get("/", headers={"x-forwarded-for": "198.51.100.9"})
    assert request_address(request) == "198.51.100.9"
