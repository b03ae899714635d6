"""Ids and names, which can never be taken for one another."""

from uuid import UUID

import pytest

from apps.core.ids import is_name, new_id, parse_id


def test_an_id_is_a_version_7_and_sorts_by_time() -> None:
    made = [new_id() for _ in range(100)]
    assert {one.version for one in made} == {7}
    assert made == sorted(made)


@pytest.mark.parametrize("text", ["0190c3a0-7e4c-7b3a-8d2e-1f2a3b4c5d6e", "0190C3A07E4C7B3A8D2E1F2A3B4C5D6E"])
def test_an_id_is_read_in_either_spelling_and_is_no_name(text: str) -> None:
    assert parse_id(text) == UUID(text)
    assert not is_name(text.lower())


@pytest.mark.parametrize(
    "text", ["", "general", "{0190c3a0-7e4c-7b3a-8d2e-1f2a3b4c5d6e}", "0" * 31, "0\0" * 16]
)
def test_what_is_no_id_is_none(text: str) -> None:
    assert parse_id(text) is None


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("general", True),
        ("a.b-c_9", True),
        ("ab", False),
        ("a" * 33, False),
        ("Ann", False),
        ("a b", False),
        ("zoë", False),
    ],
)
def test_a_name_is_short_and_plain(text: str, allowed: bool) -> None:
    assert is_name(text) == allowed
