"""The arithmetic of calls and files, by hand."""

from collections import defaultdict
from dataclasses import replace

import pytest

from apps.costs import bills, day, servers
from apps.costs.day import People, Place
from apps.costs.media import Media
from apps.costs.operations import Counts, Operation
from apps.costs.serverless import Serverless
from apps.costs.servers import Servers

MEDIA = Media(calls=0.5, call_minutes=10, call_mbit=1.0, relayed=0.2, files=2, file_mb=5, opened=0.1)
PEOPLE = People(users=1_000, messages=0, hours=0, days=20, online=0.5, devices=1, media=MEDIA)
"""In 20,000 days of people 10,000 calls and 40,000 files."""
DAY = replace(day.read(), places=[Place(0.75, 2), Place(0.25, 300)])
"""Each file is shown to 75.5 others on average."""


def _operations(**named: Counts) -> dict[str, Operation]:
    return defaultdict(
        lambda: Operation(Counts()), {name: Operation(counts) for name, counts in named.items()}
    )


def test_calls_and_files_happen_as_often_as_people_say() -> None:
    month = DAY.month(
        PEOPLE,
        _operations(
            call=Counts(frames=1),
            call_look=Counts(statements=1),
            file=Counts(s3_writes=1),
            thumbnail=Counts(fetches=1),
            download=Counts(s3_reads=1),
        ),
    )
    assert (month.frames, month.statements, month.s3_writes) == (10_000, 100_000, 40_000)
    assert month.fetches == pytest.approx(40_000 * 75.5)
    assert month.s3_reads == pytest.approx(40_000 * 75.5 * 0.1)


def test_files_are_kept_and_fetched_and_calls_relayed() -> None:
    traffic = DAY.traffic(PEOPLE)
    assert traffic.kept == pytest.approx(40_000 * 5.03 / 1_000)
    assert traffic.fetched == pytest.approx(40_000 * 75.5 * (0.1 * 5 + 0.03) / 1_000)
    # A fifth of 100,000 minutes, in which a relay sends 1 Mbit/s each way: 7.5 MB a minute and way.
    assert traffic.relayed == pytest.approx(20_000 * 2 * 7.5 / 1_000)


def test_whoever_does_neither_pays_for_neither() -> None:
    estimate, people = bills.estimate(Serverless(), Servers()), replace(PEOPLE, media=Media())
    for bill in (estimate.on_lambda(people), estimate.on_servers(people)):
        assert {line.price.service for line in bill}.isdisjoint({"S3", "Relay"})


def test_files_are_fetched_through_cloudfront_and_come_from_s3() -> None:
    counted = _operations(download=Counts(http_requests=1, bytes_out=1e9, fetches=1))
    on_lambda = Serverless().usage(PEOPLE, DAY, counted)
    on_servers = Servers().usage(PEOPLE, DAY, counted, servers.read())
    traffic, opened = DAY.traffic(PEOPLE), pytest.approx(40_000 * 75.5 * 0.1)
    # On Lambda the answer to whoever asks for its address goes through CloudFront as well.
    assert on_lambda["cdn_requests"] / 2 == on_servers["cdn_requests"] == on_servers["s3_reads"] == opened
    assert on_lambda["cdn_gb"] - traffic.fetched == on_servers["transfer_gb"] - traffic.relayed == opened
    assert (on_servers["cdn_gb"], on_lambda["transfer_gb"]) == (traffic.fetched, traffic.relayed)
    assert on_lambda["s3_gb_months"] == on_servers["s3_gb_months"] == 12 * traffic.kept


@pytest.mark.parametrize("relay", [False, True])
def test_a_relay_of_ones_own_is_a_machine_its_disk_and_an_address(relay: bool) -> None:
    usage = Serverless(relay=relay).usage(PEOPLE, DAY, _operations())
    assert usage["relay_hours"] == usage["address_hours"] == (730 if relay else 0)
    assert usage["relay_gb_months"] == (8 if relay else 0)
