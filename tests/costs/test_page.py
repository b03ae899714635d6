"""docs/costs.md says what `manage.py estimate` says; `python -m tests.costs --write` refreshes it."""

from io import StringIO

from django.core.management import call_command

from apps.costs import bills
from apps.costs.prices import total
from apps.costs.serverless import Serverless
from apps.costs.servers import Servers

from . import page


def test_the_tables_are_those_of_now() -> None:
    text = page.PAGE.read_text("utf-8")
    assert {mark: page.between(text, mark) for mark in page.tables()} == page.tables()


def test_the_plot_is_that_of_now() -> None:
    assert page.PLOT.read_text("utf-8") == page.plot()


def test_the_page_assumes_what_the_command_does() -> None:
    estimate, out = bills.estimate(Serverless(), Servers()), StringIO()
    call_command("estimate", stdout=out)
    totals = total(estimate.on_lambda(page.TYPICAL)), total(estimate.on_servers(page.TYPICAL))
    assert "${:,.2f} serverless, ${:,.2f} on servers".format(*totals) in out.getvalue()
