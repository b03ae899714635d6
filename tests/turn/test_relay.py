"""Calls through a relay: coturn with our names and passwords, and what it passes on to whom."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest

from tools.coturn import Relay

from .client import SECONDS, Refused
from .conftest import Call

UDP, TCP, TLS = range(3)
CHANNEL = 0x4000
QUOTA = 100
"""`user-quota` of the shipped configuration."""
HERE, ELSEWHERE = "127.0.0.1", "127.0.0.2"
FOREIGN = ["1.1.1.1", "93.184.216.34", "2606:4700:4700::1111"]
"""Public addresses, to which nothing is sent."""
PRIVATE = [
    *("0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.255.0.1", "169.254.169.254", "172.16.0.1"),  # noqa: S104 (never bound)
    *(
        "172.31.255.255",
        "192.0.0.8",
        "192.168.1.1",
        "198.18.0.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.250",
    ),
    *("240.0.0.1", "255.255.255.255"),
    *("::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254"),
    *("64:ff9b::a00:1", "64:ff9b:1::1", "2001::1", "2001:db8::1", "2002:a00:1::1", "3fff::1"),
    *("fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1"),
]


@pytest.fixture
def peer() -> Iterator[socket.socket]:
    """Somebody on this machine whom others reach by UDP."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as found:
        found.bind((HERE, 0))
        found.settimeout(SECONDS)
        yield found


@pytest.mark.parametrize("transport", [UDP, TCP, TLS], ids=["udp", "tcp", "tls"])
def test_what_both_send_arrives(
    transport: int, loopback_relay: Relay, call: Call, peer: socket.socket
) -> None:
    turn = call(loopback_relay, loopback_relay.urls[transport])
    reached = turn.allocate()
    assert reached[0] == HERE
    turn.permit(HERE)
    turn.send(peer.getsockname(), b"is anybody there?")
    assert peer.recvfrom(100) == (b"is anybody there?", reached)
    peer.sendto(b"yes", reached)
    assert turn.receive() == b"yes"
    turn.bind(peer.getsockname(), CHANNEL)
    turn.send_by(CHANNEL, b"in short")
    assert peer.recvfrom(100) == (b"in short", reached)
    peer.sendto(b"good", reached)
    assert turn.receive() == b"good"


def test_two_relayed_people_reach_each_other(loopback_relay: Relay, call: Call) -> None:
    one, two = (call(loopback_relay, url) for url in loopback_relay.urls[:2])
    first, second = one.allocate(), two.allocate()
    one.permit(HERE)
    two.permit(HERE)
    one.send(second, b"hello")
    assert two.receive() == b"hello"
    two.send(first, b"hello yourself")
    assert one.receive() == b"hello yourself"


def test_a_stranger_is_not_passed_on(loopback_relay: Relay, call: Call, peer: socket.socket) -> None:
    turn = call(loopback_relay, loopback_relay.urls[UDP])
    reached = turn.allocate()
    turn.permit(HERE)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
        stranger.bind((ELSEWHERE, 0))
        stranger.sendto(b"unasked", reached)
    peer.sendto(b"asked for", reached)
    assert turn.receive() == b"asked for"


@pytest.mark.parametrize("transport", [UDP, TCP, TLS], ids=["udp", "tcp", "tls"])
def test_a_wrong_password_is_refused(transport: int, shipped_relay: Relay, call: Call) -> None:
    turn = call(shipped_relay, shipped_relay.urls[transport], password="guessed")
    with pytest.raises(Refused) as refused:
        turn.allocate()
    assert refused.value.code == 401


def test_a_name_of_eleven_minutes_ago_is_refused(shipped_relay: Relay, call: Call) -> None:
    with pytest.raises(Refused) as refused:
        call(shipped_relay, shipped_relay.urls[UDP], ago=timedelta(minutes=11)).allocate()
    assert refused.value.code == 401
    call(shipped_relay, shipped_relay.urls[UDP], ago=timedelta(minutes=9)).allocate()


def test_an_account_has_so_many_streams_whatever_its_names(shipped_relay: Relay, call: Call) -> None:
    user, url = uuid4(), shipped_relay.urls[UDP]
    for number in range(QUOTA):
        call(shipped_relay, url, user=user, ago=timedelta(seconds=number)).allocate()
    with pytest.raises(Refused) as refused:
        call(shipped_relay, url, user=user).allocate()
    assert refused.value.code == 486
    call(shipped_relay, url).allocate()


def version(peer: str) -> int:
    return 6 if ":" in peer else 4


@pytest.mark.parametrize("peer", PRIVATE)
def test_the_shipped_relay_is_no_door_into_a_network(peer: str, shipped_relay: Relay, call: Call) -> None:
    turn = call(shipped_relay, shipped_relay.urls[UDP])
    turn.allocate(version(peer))
    with pytest.raises(Refused) as refused:
        turn.permit(peer)
    assert refused.value.code == 403
    with pytest.raises(Refused) as refused:
        turn.bind((peer, 80), CHANNEL)
    assert refused.value.code == 403


@pytest.mark.parametrize("peer", FOREIGN)
def test_the_shipped_relay_leads_to_public_addresses(peer: str, shipped_relay: Relay, call: Call) -> None:
    turn = call(shipped_relay, shipped_relay.urls[UDP])
    turn.allocate(version(peer))
    turn.permit(peer)
