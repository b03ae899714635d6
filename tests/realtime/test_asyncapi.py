"""The published description of the frames."""

import json
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # its types are a package of their own
import pytest
from django.test import Client

from apps.realtime import asyncapi
from apps.realtime.commands import COMMANDS
from tests.realtime.conftest import Talk


def _validator(name: str) -> jsonschema.Draft202012Validator:
    document = json.loads(json.dumps(asyncapi.document()))
    payload = document["components"]["messages"][name]["payload"]
    return jsonschema.Draft202012Validator({**document, **payload})


def _references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if "$ref" in value else []
        return own + [found for inner in value.values() for found in _references(inner)]
    if isinstance(value, list):
        return [found for inner in value for found in _references(inner)]
    return []


def test_every_reference_leads_somewhere() -> None:
    document = asyncapi.document()
    for reference in _references(document):
        place: Any = document
        for part in reference.removeprefix("#/").split("/"):
            place = place[part]
        assert place


def test_every_command_is_described() -> None:
    described = asyncapi.document()["operations"]["fromClient"]["messages"]
    assert len(described) == len(COMMANDS)


@pytest.mark.django_db
def test_real_frames_are_as_described(hers: Talk) -> None:
    hers.session.opened()
    for type_, fields in (
        ("join_room", {"room": "general"}),
        ("chat", {"message": "hello"}),
        ("ping", {}),
        ("room_list", {}),
        ("chat", {"message": ""}),
        ("resume", {"epoch": "e", "conversations": [{"id": "general", "after": 0}]}),
    ):
        _validator(f"{type_}_command").validate({"type": type_, **fields})
        answer = hers.ask(type_, **fields)
        _validator(answer["type"]).validate(answer)


def test_it_is_served_to_anyone(client: Client) -> None:
    answer = client.get("/api/realtime/schema")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert answer.json()["asyncapi"] == "3.0.0"
    assert client.post("/api/realtime/schema").status_code == 405
