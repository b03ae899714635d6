"""docs/costs.md says what `manage.py estimate` says; `python -m tests.costs --write` refreshes it."""

from . import page


def test_the_tables_are_those_of_now() -> None:
    text = page.PAGE.read_text("utf-8")
    assert {mark: page.between(text, mark) for mark in page.tables()} == page.tables()


def test_the_plot_is_that_of_now() -> None:
    assert page.PLOT.read_text("utf-8") == page.plot()
