"""How what is to be told becomes posts: put together while it is billed as one, split where it is too much for one."""

import dataclasses
import json
from collections.abc import Sequence

import msgspec
import pytest
from pytest_django import Settings

from apps.core.aws.client import call
from apps.fanout.gateway import mail, posts, registry
from apps.fanout.gateway.mail import HERE, TEXT_BYTES, Mail, Undelivered, deliver_chunk, together
from apps.fanout.gateway.posts import Outcome, Parcel
from apps.fanout.gateway.registry import Connection
from apps.outbox.worker import Worker
from apps.realtime.gateway.invocation import RING
from apps.realtime.gateway.work import WORK_SECONDS
from chatproject import lambda_function

pytestmark = pytest.mark.django_db
Posted = list[Parcel]


def connection(number: int, user: str = "") -> Connection:
    return Connection(f"c{number}=", user or f"user-{number}", "session", "http://gateway", 2**33)


@pytest.fixture
def posted(dynamodb: None, monkeypatch: pytest.MonkeyPatch) -> Posted:
    """What would have been posted; a connection of the user `gone` is gone, one of `lame` is never reached."""
    seen: Posted = []

    def post_all(parcels: Sequence[Parcel]) -> list[Outcome]:
        seen.extend(parcels)
        outcomes = {"gone": Outcome.GONE, "lame": Outcome.FAILED}
        return [outcomes.get(each.user, Outcome.POSTED) for each, _ in parcels]

    monkeypatch.setattr(posts, "post_all", post_all)
    monkeypatch.setattr(posts, "end", lambda ended: seen.append((ended, [b"closed"])))
    return seen


@pytest.fixture
def queue(dynamodb: None, settings: Settings) -> str:
    """A queue for chunks, and its address."""
    assert settings.SERVERLESS is not None
    made = str(call("sqs", "CreateQueue", {"QueueName": settings.SERVERLESS.tables})["QueueUrl"])
    settings.SERVERLESS = dataclasses.replace(settings.SERVERLESS, posts_queue=made)
    return made


def messages(queue: str) -> list[str]:
    found: list[str] = []
    while some := call("sqs", "ReceiveMessage", {"QueueUrl": queue, "MaxNumberOfMessages": 10}).get(
        "Messages"
    ):
        found += [message["Body"] for message in some]
    return found


def test_frames_are_put_together_while_they_are_billed_as_one() -> None:
    frames = [json.dumps({"type": "x", "n": number, "fill": "y" * 3_000}).encode() for number in range(30)]
    texts = together(frames)
    assert len(texts) == 3
    assert all(len(text) <= TEXT_BYTES for text in texts)
    batches = [json.loads(text) for text in texts]
    assert {batch["type"] for batch in batches} == {"batch"}
    assert [frame["n"] for batch in batches for frame in batch["frames"]] == list(range(30))


def test_a_frame_that_fills_a_text_alone_stays_as_it_is() -> None:
    large = b'{"type":"x","fill":"' + b"y" * TEXT_BYTES + b'"}'
    assert together([b'{"type":"a"}', large, b'{"type":"b"}']) == [b'{"type":"a"}', large, b'{"type":"b"}']
    assert together([]) == []


def test_each_connection_gets_its_own_in_order(posted: Posted) -> None:
    sent = Mail()
    sent.add([connection(1), connection(2)], b'{"type":"a"}')
    sent.answer(connection(1), [b'{"type":"b"}'])
    assert sent.send() == set()
    assert dict(posted) == {
        connection(1): [b'{"type":"batch","frames":[{"type":"a"},{"type":"b"}]}'],
        connection(2): [b'{"type":"a"}'],
    }
    assert sent.send() == set()
    assert len(posted) == 2


def test_more_than_one_invocation_posts_is_split(posted: Posted, queue: str) -> None:
    many = [connection(number) for number in range(2 * HERE + 50)]
    sent = Mail()
    sent.add(many, b'{"type":"message"}')
    sent.answer(many[0], [b'{"type":"ack"}'])
    sent.send()
    # Who waits for an answer does not wait for the queue.
    assert [each for each, _ in posted] == [many[0]]
    bodies = messages(queue)
    assert len(bodies) == 3
    for body in bodies:
        assert lambda_function.handler({"Records": [record(body)]}, None) == {"batchItemFailures": []}
    assert sorted(each.id for each, _ in posted) == sorted(each.id for each in many)
    assert {tuple(texts) for _, texts in posted[1:]} == {(b'{"type":"message"}',)}


def test_without_a_queue_one_invocation_posts_all(posted: Posted) -> None:
    many = [connection(number) for number in range(2 * HERE)]
    sent = Mail()
    sent.add(many, b"{}")
    sent.send()
    assert len(posted) == len(many)


def test_who_is_gone_is_forgotten_and_who_has_no_other_is_returned(posted: Posted) -> None:
    gone = [connection(1, "gone"), connection(2, "gone")]
    for each in gone:
        registry.attach(each)
    sent = Mail()
    sent.add(gone[:1], b"{}")
    assert sent.send() == set()
    assert registry.of_users(["gone"]) == gone[1:]
    sent.add(gone[1:], b"{}")
    assert sent.send() == {"gone"}


def test_the_end_of_a_connection_comes_after_its_goodbye(posted: Posted) -> None:
    registry.attach(connection(1))
    sent = Mail()
    sent.end(connection(1), b'{"type":"goodbye"}')
    assert sent.send() == {"user-1"}
    assert [texts for _, texts in posted] == [[b'{"type":"goodbye"}'], [b"closed"]]


def test_a_chunk_that_does_not_reach_everybody_is_handed_out_again(posted: Posted) -> None:
    chunk = mail.chunks([(connection(1, "lame"), [b"{}"]), (connection(2), [b"{}"])])
    assert len(chunk) == 1
    body = msgspec.json.encode(chunk[0]).decode()
    with pytest.raises(Undelivered):
        deliver_chunk(body)
    assert {each.user for each, _ in posted} == {"lame", "user-2"}
    failed = lambda_function.handler({"Records": [record(body)]}, None)
    assert failed == {"batchItemFailures": [{"itemIdentifier": "m1"}]}


def test_rings_of_one_batch_are_worked_off_once(dynamodb: None, monkeypatch: pytest.MonkeyPatch) -> None:
    worked: list[float] = []
    monkeypatch.setattr(Worker, "catch_up", lambda _, seconds: worked.append(seconds))
    rings = [record(RING) for _ in range(3)]
    assert lambda_function.handler({"Records": rings}, None) == {"batchItemFailures": []}
    assert worked == [WORK_SECONDS]


def record(body: str) -> dict[str, str]:
    return {"messageId": "m1", "eventSource": "aws:sqs", "body": body}
