"""Whatever the OpenAPI document allows, and much that it forbids, is answered as it says and never with a 5xx."""

import asyncio
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import APIOperation, Case
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from .people import Person, register

CHECKS = [not_a_server_error, status_code_conformance, response_schema_conformance]
# The generics stand for the formats that schemathesis reads; there is one here.
Operation = APIOperation[Any, Any, Any, Any]
EXAMPLES = 5
"""For each operation, in each of the two ways of making them: valid and broken."""
TRIED_AT_LEAST = {GenerationMode.POSITIVE: 40, GenerationMode.NEGATIVE: 20}
BOUNDED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def person(bases: tuple[str, ...]) -> Person:
    async def make() -> Person:
        async with httpx.AsyncClient(timeout=90) as http:
            return await register(http, bases, "fuzz")

    return asyncio.run(make())


def fuzz(operation: Operation, mode: GenerationMode, access: str) -> None:
    @BOUNDED
    @given(case=operation.as_strategy(generation_mode=mode))
    def try_one(case: Case[Any]) -> None:
        response = case.call(headers={"Authorization": f"Bearer {access}"})
        case.validate_response(response, checks=CHECKS)

    try_one()


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_openapi_fuzz(person: Person, mode: GenerationMode) -> None:
    document = schemathesis.openapi.from_url(f"{person.bases[0]}/api/schema?format=json")
    tried = 0
    for found in document.get_all_operations():
        assert isinstance(found, Ok), found
        operation = found.ok()
        # A call without a body or a query has nothing that could be broken.
        if mode is GenerationMode.POSITIVE or operation.body or operation.query:
            fuzz(operation, mode, person.access)
            tried += 1
    assert tried > TRIED_AT_LEAST[mode]
