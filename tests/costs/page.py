"""The tables of docs/costs.md and its plot, from what is in the files now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import call_command

from apps.costs import bills
from apps.costs.day import CHUNK, People
from apps.costs.operations import Counts
from apps.costs.prices import Line, total
from apps.costs.serverless import Serverless
from apps.costs.servers import Servers

PAGE = Path("docs/costs.md")
PLOT = Path("docs/plots/costs.svg")
TYPICAL = People(users=100, messages=25, hours=8, days=30, online=0.5, devices=1)
"""What `manage.py estimate` assumes by default."""
USERS = (5, 100, 1_000, 10_000)
SERVICES = ("API Gateway", "Lambda", "DynamoDB", "Aurora DSQL", "CloudWatch")
MILLION = 1_000_000
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
}
TOTALS: Mapping[str, Sequence[People]] = {
    "5 users: $0.56": (
        replace(TYPICAL, users=5),
        replace(TYPICAL, users=5, messages=5, hours=2),
    ),
    "100 users: $18": (TYPICAL, replace(TYPICAL, messages=50)),
    "1,000 users: $10 to $30, or $140": (
        replace(TYPICAL, users=1_000),
        replace(TYPICAL, users=1_000, messages=5, hours=2),
        replace(TYPICAL, users=1_000, messages=2, hours=1),
    ),
}
"""Figures that were known before, and who comes near them."""
MEETING = (TYPICAL, replace(TYPICAL, messages=50), replace(TYPICAL, online=1.0))
REQUESTS = ("list", "history", "send")


def tables() -> dict[str, str]:
    """Return the tables of the page, by the names of their marks."""
    estimate = bills.estimate(Serverless(), Servers())
    return {
        "bills": "\n".join(_bills(estimate)),
        "operations": "\n".join(_operations()),
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
    usage = estimate.serverless.priced(Counts().plus(counts, MILLION))
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
