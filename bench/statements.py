"""SQL statements per call, transaction brackets included, with little and with much in the record."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from tests.live import Installation

from .figure import Figure
from .seed import Account, accounts, fill

SMALL, LARGE = 2, 60


def measure(_stage: Installation) -> list[Figure]:
    """Return the statements of one send, one list of conversations and one page of history."""
    account, other = accounts(2)
    client = _client(account)
    conversations = [_group(client, other) for _ in range(SMALL)]
    small = _statements(client, conversations[0])
    conversations += [_group(client, other) for _ in range(LARGE - SMALL)]
    fill(conversations[1:], 300)
    large = _statements(client, conversations[-1])
    return [
        Figure(
            f"SQL statements per {name}, {SMALL} and {LARGE} conversations",
            f"{small[name]} and {large[name]}",
            "constant",
        )
        for name in small
    ]


def _client(account: Account) -> APIClient:
    client = APIClient()
    client.default_format = "json"
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {account.access}")
    return client


def _group(client: APIClient, other: Account) -> str:
    body = {"kind": "group", "title": "bench", "members": [other.id]}
    answer = client.post("/api/conversations", body)
    assert answer.status_code == 201, answer.content
    return str(answer.json()["id"])


def _statements(client: APIClient, conversation: str) -> dict[str, int]:
    path = f"/api/conversations/{conversation}/messages"
    client.post(path, {"body": "warm"})
    with CaptureQueriesContext(connection) as send:
        assert client.post(path, {"body": "measured"}).status_code == 201
    with CaptureQueriesContext(connection) as listing:
        assert client.get("/api/conversations?limit=100").status_code == 200
    with CaptureQueriesContext(connection) as history:
        assert client.get(f"{path}?limit=100").status_code == 200
    return {
        "send": len(send),
        "list of conversations": len(listing),
        "page of history": len(history),
    }
