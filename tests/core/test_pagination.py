"""Lists by cursor."""

import pytest
from django.test import Client

from tests.conftest import MakeUser

pytestmark = [pytest.mark.urls("tests.core.urls"), pytest.mark.django_db]
NAMES = ["ann", "ben", "cat", "dan", "eve"]


@pytest.fixture
def people(make_user: MakeUser) -> None:
    for name in NAMES:
        make_user(name)


def names(page: dict[str, list[dict[str, str]]]) -> list[str]:
    return [row["name"] for row in page["results"]]


def test_pages_follow_each_other_forth_and_back(client: Client, people: None) -> None:
    first = client.get("/api/people?limit=2").json()
    second = client.get(first["next"]).json()
    third = client.get(second["next"]).json()
    assert names(first) + names(second) + names(third) == NAMES
    assert (first["previous"], third["next"]) == (None, None)
    assert names(client.get(third["previous"]).json()) == names(second)


def test_who_joins_meanwhile_moves_nobody(client: Client, people: None, make_user: MakeUser) -> None:
    first = client.get("/api/people?limit=2").json()
    make_user("abe")
    assert names(client.get(first["next"]).json()) == ["cat", "dan"]


def test_an_empty_list_is_a_page(client: Client) -> None:
    assert client.get("/api/people").json() == {"results": [], "next": None, "previous": None}


@pytest.mark.parametrize("cursor", ["", "x", "cD1hbm4=", "%00", "%F0%9F%98%80"])
def test_a_made_up_cursor_is_invalid(client: Client, cursor: str) -> None:
    response = client.get(f"/api/people?cursor={cursor}")
    assert response.status_code == 400
    assert response.json()["errors"][0]["attr"] == "cursor"
