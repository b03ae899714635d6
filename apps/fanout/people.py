"""A user who has sockets in this process."""

from apps.fanout.payload import Payload
from apps.fanout.subscriber import Subscriber


class Person:
    """All sockets of one user hear the same conversations, so that these are known once per user."""

    __slots__ = ("memberships", "subscribers", "ticket", "user")

    def __init__(self, user: str) -> None:
        self.user = user
        # A tuple: deliveries loop over it while sockets come and go.
        self.subscribers: tuple[Subscriber, ...] = ()
        self.memberships: dict[str, int] = {}
        self.ticket = 0

    def push(self, payload: Payload) -> None:
        for subscriber in self.subscribers:
            subscriber.push(payload)

    def push_to_device(self, session: str, payload: Payload, elsewhere: Payload) -> None:
        """Give `payload` to the sockets of a device session, and `elsewhere`, unless it is empty, to the others."""
        for subscriber in self.subscribers:
            if subscriber.session == session:
                subscriber.push(payload)
            elif elsewhere.size:
                subscriber.push(elsewhere)

    def memberships_changed(
        self, added: list[str], removed: list[str], *, newcomer: Subscriber | None = None
    ) -> None:
        """Tell every socket but `newcomer`, whose welcome says it all."""
        for subscriber in self.subscribers:
            if subscriber is not newcomer:
                subscriber.listener.memberships_changed(added, removed)
