"""JSON as the contract takes it: docs/protocol.md, section 5."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.core import strictjson
from apps.core.errors import Invalid
from apps.core.strictjson import NotAnObject

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
NUMBERS = st.integers(-(2**63), 2**63 - 1) | st.floats(-1e18, 1e18)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=15,
)


@given(st.dictionaries(TEXT, VALUES, max_size=5), st.booleans())
def test_what_is_allowed_comes_back(value: dict[str, object], escaped: bool) -> None:
    text = json.dumps(value, ensure_ascii=escaped)
    assert strictjson.decode(text) == value
    assert strictjson.decode(text.encode()) == value


@given(st.text() | st.binary())
def test_whatever_comes_is_an_object_or_a_named_error(text: str | bytes) -> None:
    try:
        assert isinstance(strictjson.decode(text), dict)
    except Invalid as error:
        assert error.detail  # noqa: PT017 (both outcomes are right)


@pytest.mark.parametrize(
    "text",
    ["", "null", "[]", '"x"', "1", "{", "{}x", '{"a":}', b"\xff", '{"a": "\x01"}', "[" * 30_000, "\ufeff{}"],
)
def test_what_is_no_object_is_told_apart(text: str | bytes) -> None:
    with pytest.raises(NotAnObject):
        strictjson.decode(text)


@pytest.mark.parametrize(
    "text",
    [
        '{"a": "\\u0000"}',
        '{"\\u0000": 1}',
        '{"a": ["\\ud800"]}',
        '{"a": "\ud800"}',
        '{"a": NaN}',
        '{"a": -Infinity}',
        '{"a": 1, "a": 1}',
        '{"a": {"b": 1, "\\u0062": 2}}',
        '{"a": 9223372036854775808}',
        '{"a": -9223372036854775809}',
        '{"a": 1e19}',
        '{"a": 1e400}',
        '{"a": ' + "9" * 30_000 + "}",
        '{"a": ' + "[" * 32 + "]" * 32 + "}",
        '{"a": ' + "[" * 10_000 + "]" * 10_000 + "}",
    ],
)
def test_what_the_contract_forbids_is_invalid(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        strictjson.decode(text)
    assert not isinstance(caught.value, NotAnObject)


@pytest.mark.parametrize("number", ["9223372036854775807", "-9223372036854775808", "1e18", "-0.5"])
def test_numbers_that_the_record_holds_are_allowed(number: str) -> None:
    assert strictjson.decode(f'{{"a": {number}}}') == {"a": json.loads(number)}


def test_thirty_two_levels_are_allowed() -> None:
    assert strictjson.decode('{"a": ' + "[" * 31 + "]" * 31 + "}")


def test_an_escaped_pair_of_surrogates_is_a_character() -> None:
    assert strictjson.decode('{"a": "\\ud83d\\ude00"}') == {"a": "😀"}


def test_an_emoji_is_written_as_itself() -> None:
    assert strictjson.encode({"a": "😀"}) == '{"a":"😀"}'.encode()


class Inner(msgspec.Struct):
    name: str


class Outer(msgspec.Struct):
    count: int
    inner: Inner | None = None
    names: list[str] = []


@pytest.mark.parametrize(
    ("value", "attr"),
    [
        ({}, "count"),
        ({"count": "1"}, "count"),
        ({"count": 1, "inner": {}}, "inner.name"),
        ({"count": 1, "inner": {"name": 1}}, "inner.name"),
        ({"count": 1, "names": ["a", 2]}, "names.1"),
        ([], None),
    ],
)
def test_a_wrong_field_is_named(value: object, attr: str | None) -> None:
    with pytest.raises(Invalid) as caught:
        strictjson.convert(value, Outer)
    assert caught.value.attr == attr
    assert "`$" not in caught.value.detail


def test_unknown_fields_are_ignored() -> None:
    assert strictjson.convert({"count": 1, "new": True}, Outer) == Outer(count=1)
