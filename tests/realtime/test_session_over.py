"""A session that ended behind its socket's back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.accounts.models import DeviceSession, User
from apps.conversations.models import Message
from apps.core.errors import Banned, Unauthenticated
from tests.realtime.conftest import Talk

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("banned", "code"), [(False, 4401), (True, 4403)])
def test_nothing_is_done_in_the_name_of_a_session_that_is_over(
    hers: Talk, alice: User, *, banned: bool, code: int
) -> None:
    hers.ask("join_room", room="general")
    if banned:
        User.objects.filter(pk=alice.pk).update(banned_until=timezone.now() + timedelta(days=1))
    else:
        DeviceSession.objects.filter(user=alice).update(ended_at=timezone.now())
    hers.session.state.stale = True
    hers.session.watch_again()
    assert hers.connection.closed_with == code
    hers.ask("chat", message="still here")
    assert not Message.objects.exists()
    with pytest.raises(Banned if banned else Unauthenticated):
        hers.session.opened()
