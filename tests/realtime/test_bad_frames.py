"""Whatever a client sends, the session answers as documented and goes on."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.core.errors import ErrorCode
from apps.realtime.commands import COMMANDS
from apps.realtime.parsing import Rejected, parse
from tests.realtime.conftest import Talk

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
FIELDS = sorted({field for command in COMMANDS.values() for field in command.__struct_fields__} | {"roomId"})
FRAMES = st.builds(
    lambda kind, fields: {**fields, "type": kind},
    st.sampled_from(sorted(COMMANDS)) | st.text(),
    st.dictionaries(
        st.sampled_from(FIELDS), JSON | st.sampled_from(["general", "bob", "nowhere"]), max_size=5
    ),
)


@given(st.text() | JSON.map(json.dumps))
def test_the_parser_accepts_or_rejects(text: str) -> None:
    try:
        parse(text)
    except Rejected as rejected:
        closes = rejected.close_code is not None
        assert closes == (not _is_object(text))


@pytest.mark.django_db
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FRAMES)
def test_no_frame_breaks_the_session(hers: Talk, his: Talk, frame: dict[str, Any]) -> None:
    answers = hers.say(json.dumps(frame))
    assert hers.connection.closed_with is None
    for answer in answers:
        if answer["type"] == "error":
            assert answer["code"] in set(ErrorCode) - {ErrorCode.UNAVAILABLE}
            assert answer["detail"]
            assert answer.get("ref", frame.get("ref")) == frame.get("ref") or "ref" not in answer
    assert hers.ask("ping", ref="after")["type"] == "pong"


@pytest.mark.django_db
@pytest.mark.parametrize("ref", [None, 7, "x" * 65, [], {"a": 1}])
def test_a_bad_ref_is_answered_without_it(hers: Talk, ref: object) -> None:
    answer = hers.ask("ping", ref=ref)
    assert answer["code"] == "invalid"
    assert "ref" not in answer


@pytest.mark.django_db
def test_a_good_ref_comes_back_with_an_error(hers: Talk) -> None:
    assert hers.ask("no_such_thing", ref="x" * 64)["ref"] == "x" * 64
    assert hers.ask("chat", message=7, ref="r")["ref"] == "r"


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["calls", "no_such_thing", "", None, 7])
def test_unknown_types_are_invalid(hers: Talk, kind: object) -> None:
    (answer,) = hers.say(json.dumps({"type": kind}))
    assert answer["code"] == "invalid"
    assert hers.connection.closed_with is None


def test_the_largest_frame() -> None:
    empty = json.dumps({"type": "ping", "filler": ""})
    most = 32 * 1024 - len(empty)
    parse(json.dumps({"type": "ping", "filler": "x" * most}))
    for filler in ("x" * (most + 1), "é" * (most // 2 + 1), "😀" * (most // 4 + 1)):
        with pytest.raises(Rejected) as rejected:
            parse(json.dumps({"type": "ping", "filler": filler}, ensure_ascii=False))
        assert rejected.value.close_code == 1009


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False
