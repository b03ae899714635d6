"""Who is online by the connections that there are."""

from collections.abc import Collection, Iterable

from apps.fanout.events import PresenceHint
from apps.fanout.publish import publish

from . import registry


class ConnectedPresence:
    """`apps.fanout.presence.Presence`: whoever has a connection is here, and API Gateway notices every end."""

    def seen(self, user: str) -> bool:  # noqa: ARG002 (the protocol's)
        """Note nothing, and say that it is no news: connections are noted as they begin."""
        return False

    def left(self, user: str) -> None:
        """Have those told who watch."""
        publish(PresenceHint(user=user))

    def keep(self, users: Iterable[str]) -> None:
        """Note nothing."""

    def online(self, users: Collection[str]) -> set[str]:
        """Return those of `users` who have a connection."""
        return {connection.user for connection in registry.of_users(users)}

    def is_known(self) -> bool:
        return True
