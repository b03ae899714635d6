"""The load of the benchmarks counts what was sent, and their report says what was measured."""

import os
from pathlib import Path
from xml.etree import ElementTree as ET

from bench.peers.contestants import null
from bench.peers.crowd import body, crowd
from bench.peers.plot import PANELS, drawn
from bench.peers.report import LINES, held, side_by_side
from bench.wire import client_frame
from tests.live import Installation

FIELD = {
    "Parley": {key: [1.0, 3.0, 2.0] for key in LINES},
    "Socket.IO": {key: [4.0, 9.0, 8.0] for key in LINES},
    "plain Channels": {key: [40.0] for key in LINES if key not in {"p50", "p99"}},
}


def test_the_load_counts_each_message_once_however_it_is_cut(tmp_path: Path) -> None:
    with null(Installation(dict(os.environ), tmp_path)) as server, crowd(server) as listening:
        listening.open(3)
        # Over 64 KB together, so that reads end within frames.
        server.publish([body() for _ in range(2_000)])
        latencies = listening.hear(6_000)
        server.publish([body()])
        listening.hear(3)
        listening.cut()
        listening.open(2, at_once=2)
    assert 1_900 < len(latencies) <= 2_000, "one of the three is sampled, but for stamps that a read cut"
    assert all(0 < each < 60e9 for each in latencies)


def test_a_client_frame_is_masked_and_as_long_as_it_says() -> None:
    assert client_frame(b"3") == b"\x81\x81\0\0\0\x003"
    assert client_frame(b"x" * 300)[:8] == b"\x81\xfe\x01\x2c\0\0\0\0"


def test_the_table_has_median_and_spread_of_each() -> None:
    lines = side_by_side(FIELD).splitlines()
    assert lines[0] == "| figure | Parley | Socket.IO | plain Channels |"
    assert (
        "| CPU per delivery | 2.0 µs (1.0 µs to 3.0 µs) | 8.0 µs (4.0 µs to 9.0 µs) | 40.0 µs (40.0 µs to 40.0 µs) |"
        in lines
    )
    assert lines[-4].endswith("| not reached |")


def test_what_is_held_is_compared_round_by_round() -> None:
    one, burst, *_, load = held(FIELD, {"rate burst": 80.0, "cpu alone": 5.0})
    assert one.value == "4.0 times (3.0 times to 4.0 times)"
    assert burst.aim == "≥ 3 times"
    assert load.value.endswith("2.0 times")


def test_the_plot_has_a_bar_for_everyone_in_every_panel() -> None:
    drawing = ET.fromstring(drawn(FIELD))  # noqa: S314  we drew it
    bars = drawing.findall("{http://www.w3.org/2000/svg}rect")
    assert len(bars) == len(PANELS) * len(FIELD)
    assert {bar.get("class") for bar in bars} == {"bar", "bar ours"}
