"""Whose address a request comes from, however many proxies stand before the server."""

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from apps.core.address import client_address, request_address

SECRET = "a-secret-of-the-outermost-proxy-alone"


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
        # As Zappa has it, whose peer is what stands before the last comma.
        (1, "", "6.6.6.6, , 198.51.100.9", "198.51.100.9"),
    ],
)
def test_the_believed_hop_names_the_caller(
    settings: Settings, hops: int, peer: str | None, forwarded: str | None, address: str | None
) -> None:
    settings.TRUSTED_PROXIES = hops
    assert client_address(peer, forwarded, None) == address


@pytest.mark.parametrize(
    ("hops", "forwarded", "address"),
    [(1, "6.6.6.6", "192.0.2.1"), (2, "6.6.6.6, 198.51.100.9", "198.51.100.9"), (0, "6.6.6.6", "192.0.2.1")],
)
@pytest.mark.parametrize("given", [None, "", SECRET[:-1], SECRET.upper(), "\xff" * 32])
def test_who_calls_past_the_outermost_proxy_chooses_no_address(
    settings: Settings, hops: int, forwarded: str, address: str, given: str | None
) -> None:
    settings.TRUSTED_PROXIES, settings.PROXY_SECRET = hops, SECRET
    assert client_address("192.0.2.1", forwarded, given) == address


def test_the_outermost_proxy_is_believed_by_its_secret(settings: Settings) -> None:
    settings.TRUSTED_PROXIES, settings.PROXY_SECRET = 2, SECRET
    assert client_address("192.0.2.1", "203.0.113.9, 198.51.100.9", SECRET) == "203.0.113.9"


def test_a_request_has_all_three(settings: Settings) -> None:
    settings.TRUSTED_PROXIES, settings.PROXY_SECRET = 1, SECRET
    headers = {"x-forwarded-for": "198.51.100.9", "x-proxy-secret": SECRET}
    assert request_address(RequestFactory().get("/", headers=headers)) == "198.51.100.9"
