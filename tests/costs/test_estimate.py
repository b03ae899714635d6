"""`manage.py estimate`, as an operator calls it."""

import re
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.core.management import CommandError, call_command

TOTAL = re.compile(r"Monthly total: \$([\d,.]+) serverless, \$([\d,.]+) on servers")


def _said(*arguments: str) -> str:
    out = StringIO()
    call_command("estimate", *arguments, stdout=out)
    return out.getvalue()


def _totals(said: str) -> tuple[float, float]:
    match = TOTAL.fullmatch(said.splitlines()[-1])
    assert match, said
    serverless, servers = (float(number.replace(",", "")) for number in match.groups())
    return serverless, servers


def test_everything_has_a_default_and_the_last_line_is_the_total() -> None:
    serverless, servers = _totals(_said())
    assert 0 < serverless < servers


def test_the_lines_of_a_bill_add_up() -> None:
    said = _said("--users", "1000")
    serverless = said[said.index("Serverless") : said.index("Servers\n")]
    *lines, whole = [float(line.split()[-1].replace(",", "")) for line in serverless.splitlines()[1:] if line]
    assert sum(lines) == pytest.approx(whole, abs=0.01 * len(lines))
    assert whole == _totals(said)[0]


def test_more_people_and_messages_cost_more() -> None:
    few = _totals(_said("--users", "10"))[0]
    assert few < _totals(_said("--users", "20"))[0]
    assert few < _totals(_said("--users", "10", "--messages-per-day", "50"))[0]


def test_free_tiers_make_it_cheaper() -> None:
    none, always, first = (
        _totals(_said("--free-tier", tier))[0] for tier in ("none", "always", "first-year")
    )
    assert none > always > first


def test_a_nat_gateway_costs_what_it_costs() -> None:
    assert _totals(_said("--nat"))[1] - _totals(_said())[1] == pytest.approx(33.0)


def test_calls_and_files_have_lines_of_their_own() -> None:
    both = _said("--users", "1000")
    assert "  S3  " in both
    assert _totals(both)[0] > _totals(_said("--users", "1000", "--files-per-day", "0"))[0]
    assert _totals(both)[0] > _totals(_said("--users", "1000", "--calls-per-day", "0"))[0]
    assert "  S3  " not in _said("--files-per-day", "0")


def test_a_relay_of_ones_own_costs_the_same_on_both_shapes() -> None:
    with_one, without = _totals(_said("--relay")), _totals(_said())
    # Hours of a machine and of an address, 8 GB of disk.
    assert [more - less for more, less in zip(with_one, without, strict=True)] == pytest.approx(
        [730 * 0.0092 + 0.64] * 2, abs=0.011
    )


def test_without_a_zone_it_is_half_a_dollar_less() -> None:
    assert _totals(_said())[0] - _totals(_said("--no-zone"))[0] == pytest.approx(0.5, abs=0.011)


@pytest.mark.parametrize(
    "arguments", [("--users", "0"), ("--users", "many"), ("--online", "1.5"), ("--free-tier", "all")]
)
def test_what_makes_no_sense_is_refused(arguments: tuple[str, str]) -> None:
    with pytest.raises(CommandError, match=arguments[0]):
        _said(*arguments)


def test_the_plot_shows_both_bills(tmp_path: Path) -> None:
    file = tmp_path / "costs.svg"
    _said("--plot", str(file))
    drawn = ET.parse(file).getroot()  # noqa: S314 (our own)
    texts = [text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert {"serverless", "servers", "people a day"} <= set(texts)


def test_a_plot_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be written"):
        _said("--plot", str(tmp_path / "nowhere" / "costs.svg"))
