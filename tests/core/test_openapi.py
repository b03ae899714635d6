"""The OpenAPI document."""

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import path
from drf_spectacular.generators import SchemaGenerator
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.core.api import no_content


@pytest.fixture
def document(client: Client) -> Any:
    return client.get("/api/schema").json()


def test_the_whole_document_is_valid_and_without_warnings(tmp_path: Any) -> None:
    call_command("spectacular", fail_on_warn=True, validate=True, file=str(tmp_path / "openapi.yaml"))


def test_every_call_says_who_may_and_what_goes_wrong(document: Any) -> None:
    for operations in document["paths"].values():
        for operation in operations.values():
            assert operation["summary"]
            assert {"429", "503"} <= set(operation["responses"])
            assert "401" in operation["responses"] or not operation["security"]


def test_the_page_to_try_it_on_needs_nothing_from_elsewhere(client: Client) -> None:
    page = client.get("/api/docs")
    assert page.status_code == 200
    assert "https://" not in page.text


@pytest.mark.urls("tests.core.urls")
def test_a_call_is_described_from_its_note(document: Any) -> None:
    things = document["paths"]["/api/things"]
    body = things["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body == {"$ref": "#/components/schemas/Thing"}
    assert document["components"]["schemas"]["Thing"]["required"] == ["name"]
    made = things["post"]["responses"]["201"]["content"]["application/json"]["schema"]
    assert made == {"anyOf": [body, {"$ref": "#/components/schemas/Receipt"}]}
    parameters = {parameter["name"]: parameter["schema"] for parameter in things["get"]["parameters"]}
    assert parameters["size"] == {"type": "integer"}
    assert set(parameters) == {"limit", "cursor", "size", "wanted"}
    assert set(things["post"]["responses"]) == {"200", "201", "400", "409", "413", "429", "503"}
    assert "content" not in things["delete"]["responses"]["204"]


@pytest.mark.urls("tests.core.urls")
def test_path_parameters_are_strings(document: Any) -> None:
    fault = document["paths"]["/api/faults/{name}"]["get"]
    assert fault["parameters"] == [
        {"name": "name", "in": "path", "required": True, "schema": {"type": "string"}}
    ]
    assert "404" in fault["responses"]


def test_a_call_without_a_note_is_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    class Silent(APIView):
        permission_classes = [AllowAny]

        def get(self, request: Request) -> Response:
            return no_content()

    generator: Any = SchemaGenerator
    schema = generator(patterns=[path("api/silent", Silent.as_view())]).get_schema(public=True)
    assert schema["paths"] == {}
    assert "Silent.get is not documented()" in capsys.readouterr().err


@pytest.mark.urls("tests.core.urls")
def test_a_page_names_its_rows(document: Any) -> None:
    answer = document["paths"]["/api/people"]["get"]["responses"]["200"]["content"]["application/json"][
        "schema"
    ]
    page = document["components"]["schemas"][answer["$ref"].rpartition("/")[2]]
    assert page["properties"]["results"]["items"] == {"$ref": "#/components/schemas/Thing"}
