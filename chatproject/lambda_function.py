"""The one Lambda function: whatever AWS calls it with goes to whoever knows it.

WebSocket events, the messages of our queues and the schedule are ours; requests of the HTTP API and the commands of
`zappa manage` are Zappa's, whose handler leads them to Django.
"""

import os
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatproject.settings")

import django

django.setup()

from apps.fanout.gateway.mail import Mail, Undelivered  # noqa: E402 (needs the apps that the line above loads)
from apps.realtime.gateway import work  # noqa: E402
from apps.realtime.gateway.invocation import RING, invocation  # noqa: E402
from chatproject import lambda_ws  # noqa: E402

Event = Mapping[str, Any]


def handler(event: Event, context: object) -> object:
    """Return what the caller of the function wants to hear."""
    with invocation() as mail:
        if "connectionId" in event.get("requestContext", {}):
            return lambda_ws.handle(event, mail)
        if "Records" in event:
            return {"batchItemFailures": _failed(event["Records"])}
        # Terraform's rules say it so, and Zappa's below `kwargs`.
        if name := event.get("parley") or event.get("kwargs", {}).get("parley"):
            _scheduled(name, mail)
            return None
        return _with_body(_zappa()(event, context))


def _scheduled(name: str, mail: Mail) -> None:
    if name == "sweep":
        work.sweep(mail)
    elif name == "expire":
        work.expire()
    else:
        raise ValueError(f"nothing is scheduled under the name {name!r}")


def _failed(records: list[Event]) -> list[dict[str, str]]:
    """Do what the messages of a queue say, and return those to be handed out again."""
    chunks = [record for record in records if record["body"] != RING]
    failed = [{"itemIdentifier": chunk["messageId"]} for chunk in chunks if not _posted(chunk)]
    if len(chunks) < len(records):
        # Once, however often it rang: there is time for that in a run, and not for more.
        work.work()
    return failed


def _posted(chunk: Event) -> bool:
    try:
        work.post_chunk(chunk["body"])
    except Undelivered:
        return False
    return True


def _with_body(answer: object) -> object:
    # Zappa has None for the body of a 204, where payload 2.0 of API Gateway has a text.
    if isinstance(answer, dict) and answer.get("body", "") is None:
        return {**answer, "body": ""}
    return answer


@cache
def _zappa() -> Callable[[Event, object], object]:
    # A fifth of a second to load with boto3, which Zappa deploys with: a socket's event has no use for either.
    from zappa.handler import lambda_handler  # type: ignore[import-not-found]  # noqa: PLC0415

    found: Callable[[Event, object], object] = lambda_handler
    return found
