"""Without tsvector, messages are found by a table of their tokens."""

import pytest
from django.db import connection

from apps.accounts.models import User
from apps.conversations import search_index
from apps.conversations.models import Conversation, SearchDocument
from apps.conversations.services.messages import delete_message, edit_message, send_message
from apps.conversations.tokens import query_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("on_dsql")]


def tokens() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT token FROM conversations_search_token ORDER BY token")
        return [token for (token,) in cursor.fetchall()]


def test_tokens_follow_the_message(alice: User, group: Conversation) -> None:
    sent = send_message(alice, str(group.id), body="green apples, green pears").message
    assert tokens() == ["apples", "green", "pears"]
    edit_message(alice, str(sent.id), "red apples")
    assert tokens() == ["apples", "red"]
    delete_message(alice, str(sent.id))
    assert tokens() == []


def test_they_are_found_by_the_index(alice: User, group: Conversation) -> None:
    sent = send_message(alice, str(group.id), body="今天天气很好 apple_pie 100%").message
    for asked in ("天气", "appl", "pie apple", "好 10"):
        found = SearchDocument.objects.filter(tokens__matches=query_of(asked))
        assert found.values_list("message", flat=True).get() == sent.id
    with connection.cursor() as cursor:
        # Few rows: the planner would rather read them all.
        cursor.execute("SET enable_seqscan = off")
        plan = SearchDocument.objects.filter(tokens__matches=query_of("天气")).explain()
        cursor.execute("RESET enable_seqscan")
    assert "conversations_search_token_pkey" in plan


def test_a_message_of_very_many_words_stays_within_one_transaction(
    alice: User, group: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_index, "MOST_ROWS", 3)
    send_message(alice, str(group.id), body="a b c d e")
    assert tokens() == ["a", "b", "c"]
