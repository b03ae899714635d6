"""People and conversations to measure with, made through the services; only bulk is written by SQL."""

from dataclasses import dataclass
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.db import connection

from apps.accounts.services.sessions import start_session
from apps.accounts.services.tokens import issue_access

PER_CONVERSATION = """
INSERT INTO conversations_message
    (id, conversation_id, seq, updated_seq, sender_id, client_id, fingerprint, body, mentions, created_at)
SELECT gen_random_uuid(), c.id, n, n, c.creator_id, c.id || '-' || n, '', 'message number ' || n, '[]', now()
FROM conversations_conversation c CROSS JOIN generate_series(1, %s) n
WHERE c.id = ANY(%s)
"""
HEADS = """
UPDATE conversations_conversation c SET head = %s,
    last_message_id = (SELECT id FROM conversations_message m WHERE m.conversation_id = c.id AND m.seq = %s)
WHERE c.id = ANY(%s)
"""


@dataclass(frozen=True)
class Account:
    """Somebody signed in on one device."""

    id: str
    username: str
    access: str


def accounts(count: int) -> list[Account]:
    """Make people with a device each; none has a password, hashing which is not what is measured."""
    made = []
    for _ in range(count):
        user = get_user_model().objects.create(username=f"p-{uuid4().hex[:16]}")
        access = issue_access(start_session(user, name="bench", address=None))
        made.append(Account(str(user.pk), user.username, access))
    return made


def fill(conversations: list[str], messages: int) -> None:
    """Put `messages` messages into each of these conversations, which are empty."""
    with connection.cursor() as cursor:
        cursor.execute(PER_CONVERSATION, [messages, conversations])
        cursor.execute(HEADS, [messages, messages, conversations])
        cursor.execute("ANALYZE")
