"""What is done to PostgreSQL."""

import random
import threading
from contextlib import ExitStack

import psycopg
from psycopg import sql

from tests.faults.fault import Fault, unanswered
from tests.faults.stack import Stack

STORMERS = 3
TOUCH_CONVERSATIONS = b"UPDATE conversations_conversation SET slug = slug WHERE id = %s"
TOUCH_MEMBERSHIPS = b"UPDATE conversations_membership SET role = role WHERE conversation_id = %s"

Connection = psycopg.Connection[tuple[object, ...]]


class DatabaseKilled(Fault[Stack]):
    what = "`kill -9` of PostgreSQL with all of its processes, and its restart"
    # Long enough for whoever waits longer after each attempt to be late.
    seconds = (0.0, 12.0)
    sign = staticmethod(unanswered)

    def strike(self) -> None:
        self.place.postgres.kill()

    def heal(self) -> None:
        self.place.run(self.place.postgres)


class ConnectionsRefused(Fault[Stack]):
    what = "PostgreSQL ends all connections and refuses new ones"
    seconds = (1.0, 8.0)
    sign = staticmethod(unanswered)

    def strike(self) -> None:
        with beside(self.place) as connection:
            connection.execute(_alter(self.place, "ALLOW_CONNECTIONS false"))
            disconnect_all(connection, self.place)

    def heal(self) -> None:
        with beside(self.place) as connection:
            connection.execute(_alter(self.place, "ALLOW_CONNECTIONS true"))


class RowsLocked(Fault[Stack]):
    what = "every conversation's row locked from outside for 10 s"
    seconds = (2.0, 10.0)
    sign = staticmethod(unanswered)

    def strike(self) -> None:
        self._holding = ExitStack()
        connection = self._holding.enter_context(psycopg.connect(self.place.record))
        connection.execute(b"SELECT id FROM conversations_conversation FOR UPDATE")

    def heal(self) -> None:
        self._holding.close()


class ConflictStorm(Fault[Stack]):
    """Servers on REPEATABLE READ, whose sends then meet what others have changed meanwhile, and outsiders who lock rows
    in the order that deadlocks with theirs.
    """

    what = "a storm of serialisation failures and deadlocks"
    seconds = (2.0, 15.0)

    def strike(self) -> None:
        self._over = threading.Event()
        self._isolate("repeatable read")
        seeds = [self.chance.random() for _ in range(STORMERS)]
        self._storm = [threading.Thread(target=self._rage, args=(seed,)) for seed in seeds]
        for thread in self._storm:
            thread.start()

    def heal(self) -> None:
        self._over.set()
        for thread in self._storm:
            thread.join()
        self._isolate("read committed")

    def _isolate(self, level: str) -> None:
        with beside(self.place) as connection:
            connection.execute(_alter(self.place, f"SET default_transaction_isolation = '{level}'"))
            # The setting is for new connections.
            disconnect_all(connection, self.place)

    def _rage(self, seed: float) -> None:
        chance = random.Random(seed)
        with psycopg.connect(self.place.record, autocommit=True) as connection:
            newest = b"SELECT id FROM conversations_conversation ORDER BY created_at DESC LIMIT 4"
            places = [row[0] for row in connection.execute(newest)]
            while not self._over.is_set():
                try:
                    with connection.transaction():
                        place = chance.choice(places)
                        connection.execute(TOUCH_MEMBERSHIPS, [place])
                        connection.execute(TOUCH_CONVERSATIONS, [place])
                except psycopg.errors.OperationalError:
                    # It lost a deadlock, as it should now and then.
                    continue


def beside(stack: Stack) -> Connection:
    """Return a connection to the same server's other database."""
    return psycopg.connect(f"{stack.postgres.server}/postgres", autocommit=True)


def disconnect_all(connection: Connection, stack: Stack) -> None:
    connection.execute(
        b"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [stack.database]
    )


def _alter(stack: Stack, how: str) -> bytes:
    name = sql.Identifier(stack.database).as_string(None)
    return f"ALTER DATABASE {name} {how}".encode()
