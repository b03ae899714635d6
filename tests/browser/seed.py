"""Bulk that nobody would type: written into the record by SQL, as if it had been sent long ago."""

from urllib.parse import urlsplit

import psycopg

from tests.live import Installation

MESSAGES = """
INSERT INTO conversations_message
    (id, conversation_id, seq, updated_seq, sender_id, client_id, fingerprint, body, mentions, created_at)
SELECT gen_random_uuid(), c.id, n, n, people.ids[1 + (n / 3) %% array_length(people.ids, 1)], c.id || '-' || n, '',
    'message ' || n || repeat(' and some more words', (n * 7) %% 11), '[]', now() - (%(count)s - n) * interval '40 s'
FROM conversations_conversation c
CROSS JOIN generate_series(1, %(count)s) n
CROSS JOIN (SELECT array_agg(user_id ORDER BY user_id) AS ids
            FROM conversations_membership WHERE conversation_id = %(conversation)s) people
WHERE c.id = %(conversation)s
"""
ENTRIES = """
INSERT INTO conversations_logentry (id, conversation_id, seq, type, actor_id, message_id, delta, at)
SELECT gen_random_uuid(), conversation_id, seq, 'message', sender_id, id, '{}', created_at
FROM conversations_message WHERE conversation_id = %(conversation)s
"""
HEAD = """
UPDATE conversations_conversation SET head = %(count)s, last_message_id =
    (SELECT id FROM conversations_message WHERE conversation_id = %(conversation)s AND seq = %(count)s)
WHERE id = %(conversation)s
"""
READ = "UPDATE conversations_membership SET read_seq = %(count)s WHERE conversation_id = %(conversation)s"


def fill(live: Installation, conversation: str, count: int) -> None:
    """Put `count` messages of its members into a conversation that is empty, all of them read."""
    url = live.environ["DATABASE_URL"]
    assert urlsplit(url).scheme.startswith("postgres"), url
    values = {"conversation": conversation, "count": count}
    with psycopg.connect(url) as connection:
        for statement in (MESSAGES, ENTRIES, HEAD, READ):
            connection.execute(statement, values)
