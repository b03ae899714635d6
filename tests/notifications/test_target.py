"""Where a webhook may lead: never into a network that the operator has not named."""

import socket
from ipaddress import ip_address, ip_network

import pytest
from pytest_django import Settings

from apps.notifications.target import Refused, check, is_allowed, resolve


@pytest.fixture(autouse=True)
def _only_public_addresses(settings: Settings) -> None:
    settings.WEBHOOK_NETWORKS = ()


@pytest.mark.parametrize(
    "address",
    [
        "93.184.215.14",
        "8.8.8.8",
        "100.63.255.255",
        "172.32.0.1",
        "223.255.255.255",
        "2606:2800:21f:cb07:6820:80da:af6b:8b2c",
        "2a00:1450:4001:82a::200e",
        "::ffff:8.8.8.8",
        "2002:808:808::1",
        "64:ff9b::808:808",
    ],
)
def test_public_addresses_are_allowed(address: str) -> None:
    assert is_allowed(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",  # noqa: S104 (not bound to)
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "127.255.255.254",
        "168.63.129.16",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::ffff:0:127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::7f00:1",
        "100::1",
        "2001::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:20::1",
        "2001:db8::1",
        "2002:7f00:1::1",
        "2002:a00:1::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%1",
        "fec0::1",
        "ff02::1",
    ],
)
def test_other_addresses_are_refused(address: str) -> None:
    assert not is_allowed(ip_address(address))


@pytest.mark.parametrize("address", ["10.1.2.3", "::ffff:10.1.2.3", "64:ff9b::a01:203", "fd00::1"])
def test_networks_that_were_named_are_allowed(settings: Settings, address: str) -> None:
    settings.WEBHOOK_NETWORKS = (ip_network("10.1.0.0/16"), ip_network("fd00::/64"))
    assert is_allowed(ip_address(address))
    assert not is_allowed(ip_address("10.2.0.1"))


@pytest.mark.parametrize(
    ("address", "host", "port", "tls", "path"),
    [
        ("https://Example.org", "example.org", 443, True, "/"),
        ("http://example.org/a/b?c=d&e", "example.org", 80, False, "/a/b?c=d&e"),
        ("https://hooks.example.org:8443/x", "hooks.example.org", 8443, True, "/x"),
        ("https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", 443, True, "/"),
        ("https://example.org:80?x", "example.org", 80, True, "/?x"),
    ],
)  # fmt: skip
def test_the_parts_of_an_address(address: str, host: str, port: int, tls: bool, path: str) -> None:
    parts = check(address)
    assert (parts.host, parts.port, parts.tls, parts.path) == (host, port, tls, path)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "example.org",
        "//example.org/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://example.org/",
        "https://",
        "https:///path",
        "https://user@example.org/",
        "https://user:word@example.org/",
        "https://example.org@127.0.0.1/",
        "https://example.org/#part",
        "https://example.org\\@127.0.0.1/",
        "https://example.org/ space",
        "https://example.org/\r\nHost: other",
        "https://exa\tmple.org/",
        "https://exämple.org/",
        "https://example.org:0/",
        "https://example.org:22/",
        "https://example.org:25/",
        "https://example.org:65536/",
        "https://example.org:http/",
        "https://[::1/",
        "https://[::1]/",
        "https://exam%70le.org/",
        "https://127.0.0.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://10.0.0.1:8080/",
        "https://[::ffff:127.0.0.1]/",
        "https://[fe80::1%25eth0]/",
    ],
)
def test_addresses_that_are_refused_at_once(address: str) -> None:
    with pytest.raises(Refused):
        check(address)


def resolving_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)


def test_a_name_with_public_addresses_is_resolved(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving_to(monkeypatch, "8.8.8.8", "8.8.8.8", "2a00::1", "8.8.4.4", "1.1.1.1")
    assert resolve(check("https://example.org")) == ["8.8.8.8", "2a00::1", "8.8.4.4"]


@pytest.mark.parametrize(
    "addresses", [("127.0.0.1",), ("8.8.8.8", "10.0.0.1"), ("::1", "8.8.8.8"), ("fe80::1%2",), ()]
)
def test_one_private_address_refuses_the_name(
    monkeypatch: pytest.MonkeyPatch, addresses: tuple[str, ...]
) -> None:
    resolving_to(monkeypatch, *addresses)
    with pytest.raises(Refused, match="no public address"):
        resolve(check("https://example.org"))


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "localhost", "a..b", "x" * 64])
def test_other_spellings_of_this_machine_and_names_that_are_none(host: str) -> None:
    with pytest.raises(Refused, match="no public address"):
        resolve(check(f"http://{host}/"))
