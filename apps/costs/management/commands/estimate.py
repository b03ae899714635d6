"""`manage.py estimate`: what a month on AWS costs, on Lambda and on servers."""

import argparse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.costs import bills, plot, prices
from apps.costs.day import People
from apps.costs.media import Media
from apps.costs.serverless import Serverless
from apps.costs.servers import Servers

PLOTTED = (5, 20_000)
"""Users from which to which the plot goes."""


def _number(least: float, most: float, kind: type[int] | type[float] = float) -> Callable[[str], float]:
    """Return what reads an option: a number within these bounds."""

    def read(text: str) -> float:
        try:
            number = kind(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text!r} is not a number") from None
        if not least <= number <= most:
            raise argparse.ArgumentTypeError(f"{text} is not between {least:,.0f} and {most:,.0f}")
        return number

    return read


class Command(BaseCommand):
    help = "Estimate what a month on AWS costs: on Lambda, on servers, and from how many people on servers are cheaper."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        for name, kind, default, says in OPTIONS:
            parser.add_argument(name, type=kind, default=default, help=f"{says}; default {default}")
        parser.add_argument(
            "--database", type=_number(0, 1e6), help="USD a month of a PostgreSQL instead of Aurora DSQL"
        )
        parser.add_argument(
            "--free-tier", choices=prices.FREE_TIERS, default="always", help="default: always"
        )
        parser.add_argument(
            "--nat", action="store_true", help="servers have private addresses and a NAT gateway"
        )
        parser.add_argument(
            "--relay", action="store_true", help="with a small machine of one's own that relays calls"
        )
        parser.add_argument("--no-zone", action="store_true", help="without a zone in Route 53")
        parser.add_argument(
            "--plot", type=Path, metavar="FILE.svg", help="draw both bills by the number of users"
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 (inherited)
        chosen = {
            "kept_months": options["months_kept"],
            "zone": not options["no_zone"],
            "relay": options["relay"],
        }
        estimate = bills.estimate(
            Serverless(memory=options["memory"], database=options["database"], **chosen),
            Servers(nat=options["nat"], **chosen),
            options["free_tier"],
        )
        media = Media(**{name: options[option] for name, option in ASKED_OF_MEDIA.items()})
        people = People(**{name: options[option] for name, option in ASKED.items()}, media=media)
        if options["plot"]:
            _write(options["plot"], _drawn(estimate, people))
        self.stdout.write(_written(estimate, people))


OPTIONS: tuple[tuple[str, Callable[[str], float], float, str], ...] = (
    ("--users", _number(1, bills.MOST_USERS, int), 100, "people on a day"),
    ("--messages-per-day", _number(0, 10_000), 25, "messages that each of them writes in a day"),
    ("--hours-online", _number(0, 24), 8, "hours for which each is connected"),
    ("--days", _number(1, 31), 30, "days of a month on which they come"),
    (
        "--online",
        _number(0, 1),
        0.5,
        "share of a conversation's members who are connected when it is written to",
    ),
    ("--devices", _number(1, 20), 1, "connections of each"),
    ("--calls-per-day", _number(0, 1_000), 0.1, "calls of two that each of them begins in a day"),
    ("--call-minutes", _number(0, 1_440), 10, "minutes of each call"),
    ("--call-mbit", _number(0, 100), 1.05, "Mbit/s that each of the two sends: 0.05 without a picture"),
    ("--relayed", _number(0, 1), 0.15, "share of calls that go through a relay"),
    ("--files-per-day", _number(0, 10_000), 0.5, "files that each of them sends in a day"),
    ("--file-mb", _number(0, 1_000), 1, "MB of each file"),
    ("--opened", _number(0, 1), 0.2, "share of a conversation's other members who open a file"),
    ("--months-kept", _number(0, 1_200), 12, "months of messages and files that are kept"),
    ("--memory", _number(128, 10_240, int), 1_024, "MB of the Lambda function"),
)
ASKED = {
    "users": "users",
    "messages": "messages_per_day",
    "hours": "hours_online",
    "days": "days",
    "online": "online",
    "devices": "devices",
}
"""The fields of `People`, and the options that fill them."""
ASKED_OF_MEDIA = {
    "calls": "calls_per_day",
    "call_minutes": "call_minutes",
    "call_mbit": "call_mbit",
    "relayed": "relayed",
    "files": "files_per_day",
    "file_mb": "file_mb",
    "opened": "opened",
}


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, "utf-8")
    except OSError as error:
        raise CommandError(f"The plot cannot be written: {error}.") from error


def _written(estimate: bills.Estimate, people: People) -> str:
    on_lambda, on_servers = estimate.on_lambda(people), estimate.on_servers(people)
    totals = prices.total(on_lambda), prices.total(on_servers)
    meet = estimate.break_even(people)
    return "\n".join(
        [
            f"{people.users:,} people a day for {people.days:g} days, each {_habits(people)}.",
            f"Prices of {estimate.prices.date}, {estimate.prices.region}, USD a month.",
            *_bill("Serverless", on_lambda),
            *_bill("Servers", on_servers),
            "",
            "Servers are never cheaper." if meet is None else f"Servers are cheaper above {meet:,} people.",
            f"Monthly total: ${totals[0]:,.2f} serverless, ${totals[1]:,.2f} on servers",
        ]
    )


def _habits(people: People) -> str:
    media = people.media
    return f"{people.messages:g} messages, {media.files:g} files, {media.calls:g} calls, {people.hours:g} hours online"


def _bill(title: str, bill: list[prices.Line]) -> list[str]:
    lines = [
        f"  {line.price.service:<15} {line.price.unit:<32} {line.quantity:>17,.1f} {line.dollars:>11,.2f}"
        for line in bill
    ]
    return ["", title, *lines, f"  {'':<66}{prices.total(bill):>11,.2f}"]


def _drawn(estimate: bills.Estimate, people: People) -> str:
    def dollars(bill: Callable[[People], list[prices.Line]]) -> Callable[[int], float]:
        return lambda users: prices.total(bill(replace(people, users=users)))

    curves = [
        plot.Curve("serverless", "ours", dollars(estimate.on_lambda)),
        plot.Curve("servers", "other", dollars(estimate.on_servers)),
    ]
    says = f"USD a month, each {_habits(people)} a day; prices of {estimate.prices.date}"
    return plot.drawn(curves, PLOTTED, estimate.break_even(people), says)
