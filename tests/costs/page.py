"""The tables of docs/costs.md and its plot, from what is in the files now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from io import StringIO
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import call_command

from apps.costs import bills
from apps.costs.chosen import added
from apps.costs.day import CHUNK, People
from apps.costs.media import Media, Traffic
from apps.costs.operations import Counts
from apps.costs.prices import Line, total
from apps.costs.serverless import Serverless
from apps.costs.servers import Servers

PAGE = Path("docs/costs.md")
PLOT = Path("docs/plots/costs.svg")
MEDIA = Media(calls=0.1, call_minutes=10, call_mbit=1.05, relayed=0.15, files=0.5, file_mb=1, opened=0.2)
TYPICAL = People(users=100, messages=25, hours=8, days=30, online=0.5, devices=1, media=MEDIA)
"""What `manage.py estimate` assumes by default."""
TALK = replace(TYPICAL, media=Media())
"""Those who only write, as whoever named the figures known before had in mind."""
USERS = (5, 100, 1_000, 10_000)
SERVICES = ("API Gateway", "Lambda", "DynamoDB", "Aurora DSQL", "S3", "CloudFront", "Data transfer")
MEDIA_COLUMNS = (
    "people a day",
    "words alone",
    "files on top",
    "calls on top",
    "a relay on top",
    "GB kept",
    "GB fetched",
    "GB relayed",
)
MILLION = 1_000_000
NO_TRAFFIC = Traffic(0, 0, 0)
ONE_BY_ONE = {
    "a page of history over REST": ("history", 0),
    "the list of conversations over REST": ("list", 0),
    "a message over REST, told to 2 connections": ("send", 2),
    "a message over a socket, told to 2 connections": ("chat", 2),
    "a message over a socket, told to 10 connections": ("chat", 10),
    "a message over a socket, told to 300 connections": ("chat", 300),
    "a message marked as read, told to 2 connections": ("read", 2),
    "a ping": ("ping", 0),
    "a connection: ticket, handshake, welcome, resume, end; told to 3": ("connection", 3),
    "a picture of 1 MB, sent and looked at; told to 2": ("file", 2),
    "a thumbnail shown, without its bytes": ("thumbnail", 0),
    "a call of two: ring, accept, eight signals, hang up": ("call", 0),
    "a minute of a call": ("call_look", 0),
}
TOTALS: Mapping[str, Sequence[People]] = {
    "5 users: $0.56": (
        replace(TALK, users=5),
        replace(TALK, users=5, messages=5, hours=2),
    ),
    "100 users: $18": (TALK, replace(TALK, messages=50)),
    "1,000 users: $10 to $30, or $140": (
        replace(TALK, users=1_000),
        replace(TALK, users=1_000, messages=5, hours=2),
        replace(TALK, users=1_000, messages=2, hours=1),
    ),
}
"""Figures that were known before, and who comes near them."""
MEETING = (TALK, replace(TALK, messages=50), replace(TALK, online=1.0))
REQUESTS = ("list", "history", "send")


def tables() -> dict[str, str]:
    """Return the tables of the page, by the names of their marks."""
    estimate = bills.estimate(Serverless(), Servers())
    return {
        "bills": "\n".join(_bills(estimate)),
        "operations": "\n".join(_operations()),
        "media": "\n".join(_media(estimate)),
        "known": "\n".join(_known(estimate)),
    }


def _bills(estimate: bills.Estimate) -> Iterator[str]:
    prices, meet = estimate.prices, estimate.break_even(TYPICAL)
    yield f"Prices of {prices.date}, {prices.region}, USD a month. Servers are cheaper above {meet} people."
    yield ""
    yield f"| people a day | {' | '.join(SERVICES)} | all of serverless | all of servers |"
    yield f"| {' | '.join(['---'] * (len(SERVICES) + 3))} |"
    for users in USERS:
        people = replace(TYPICAL, users=users)
        on_lambda, on_servers = estimate.on_lambda(people), estimate.on_servers(people)
        services = _by_service(on_lambda)
        cells = [*(services.get(service, 0) for service in SERVICES), total(on_lambda), total(on_servers)]
        yield f"| {users:,} | {' | '.join(f'{cell:,.2f}' for cell in cells)} |"


def _by_service(bill: list[Line]) -> Mapping[str, float]:
    services: dict[str, float] = {}
    for line in bill:
        services[line.price.service] = services.get(line.price.service, 0) + line.dollars
    return services


def _operations() -> Iterator[str]:
    yield "| what happens | USD per 100,000 | USD per million |"
    yield "| --- | --- | --- |"
    for says, (name, told) in ONE_BY_ONE.items():
        dollars = million(name, told)
        yield f"| {says} | {dollars / 10:,.2f} | {dollars:,.2f} |"


def _media(estimate: bills.Estimate) -> Iterator[str]:
    yield f"| {' | '.join(MEDIA_COLUMNS)} |"
    yield f"| {' | '.join(['---'] * len(MEDIA_COLUMNS))} |"
    months, own = estimate.serverless.kept_months, replace(estimate.serverless, relay=True)
    for users in USERS:
        people = replace(TYPICAL, users=users)
        steps = [
            total(estimate.on_lambda(replace(people, media=Media()))),
            total(estimate.on_lambda(replace(people, media=replace(MEDIA, calls=0)))),
            total(estimate.on_lambda(people)),
            total(replace(estimate, serverless=own).on_lambda(people)),
        ]
        dollars = [steps[0], *(after - before for before, after in pairwise(steps))]
        kept, fetched, relayed = estimate.day.traffic(people)
        cells = [
            *(f"{cell:,.2f}" for cell in dollars),
            f"{months * kept:,.0f}",
            f"{fetched:,.0f}",
            f"{relayed:,.0f}",
        ]
        yield f"| {users:,} | {' | '.join(cells)} |"


def _known(estimate: bills.Estimate) -> Iterator[str]:
    yield "| known before | here |"
    yield "| --- | --- |"
    for says, people in TOTALS.items():
        totals = [f"${total(estimate.on_lambda(some)):,.2f} with {_habits(some)}" for some in people]
        yield f"| {says} | {'; '.join(totals)} |"
    dollars = [million(name, 2 if name == "send" else 0) for name in REQUESTS]
    least, most = min(dollars), max(dollars)
    yield f"| the API alone: $1.85 per 100,000 requests | ${least / 10:.2f} to ${most / 10:.2f} |"
    yield f"| the API alone: $8 to $12 per million requests | ${least:.2f} to ${most:.2f} |"
    yield f"| servers for $98 are cheaper above 395 users | {'; '.join(_meetings(estimate))} |"


def _meetings(estimate: bills.Estimate) -> Iterator[str]:
    for people in MEETING:
        meet = estimate.break_even(people)
        assert meet is not None, people
        dollars = total(estimate.on_servers(replace(people, users=meet)))
        yield f"{meet} with {_habits(people)}, {people.online:.0%} online, servers for ${dollars:.0f}"


def _habits(people: People) -> str:
    return f"{people.messages:g} messages and {people.hours:g} h"


def million(name: str, told: int) -> float:
    """Return the USD of a million of one operation, told to so many connections, of which nothing is free."""
    estimate = bills.estimate(Serverless(zone=False, kept_months=1), Servers(), "none")
    counts = estimate.operations[name].told(told)
    if told > CHUNK:
        counts = counts.plus(estimate.operations["chunk"].fixed, -(-told // CHUNK))
    many = Counts().plus(counts, MILLION)
    usage = added(estimate.serverless.priced(many), estimate.serverless.shared(many, NO_TRAFFIC))
    return total(estimate.prices.bill(usage, "none"))


def plot() -> str:
    """Return the plot that the command draws by default."""
    with TemporaryDirectory() as directory:
        file = Path(directory) / "costs.svg"
        call_command("estimate", "--plot", str(file), stdout=StringIO())
        return file.read_text("utf-8")


def between(text: str, mark: str) -> str:
    """Return what stands between the marks of that name."""
    return text.partition(_begin(mark))[2].partition(_end(mark))[0]


def _begin(mark: str) -> str:
    return f"<!-- {mark} -->\n"


def _end(mark: str) -> str:
    return f"\n<!-- /{mark} -->"


def write() -> None:
    """Refresh the page and the plot."""
    text = PAGE.read_text("utf-8")
    for mark, table in tables().items():
        before, _, rest = text.partition(_begin(mark))
        _, _, after = rest.partition(_end(mark))
        text = f"{before}{_begin(mark)}{table}{_end(mark)}{after}"
    PAGE.write_text(text, "utf-8")
    PLOT.write_text(plot(), "utf-8")
