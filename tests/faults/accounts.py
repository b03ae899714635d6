"""The end of an account closes its sockets within a second, on every process."""

import time
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.faults.crowd import Crowd
from tests.faults.fault import Fault
from tests.faults.outsider import CALL_SECONDS, outsider
from tests.faults.stack import Node, Stack

BANNED = 4403
PATIENCE = 30.0
"""Seconds after the ban in which a socket has to be closed."""
BAN = """
import time
from datetime import timedelta
from django.utils import timezone
from apps.accounts.selectors import find_user
from apps.accounts.services.accounts import ban_account
user = find_user({username!r})
print(time.monotonic())
ban_account(user, timezone.now() + timedelta(days=1))
"""


class AccountBanned(Fault[Stack]):
    """None of the run's clients: they must not notice."""

    what = "an account is banned while it is connected to both processes"
    seconds = (0.0, 0.0)

    def strike(self) -> None:
        nodes = self.place.nodes
        with (
            outsider(nodes[0]) as who,
            ThreadPoolExecutor(len(nodes)) as threads,
            ExitStack() as sockets,
        ):
            ends = [threads.submit(_end, sockets.enter_context(_socket(node, who.access))) for node in nodes]
            # A third process bans, by the same machine's clock.
            said = self.place.made.manage("shell", "--verbosity=0", "-c", BAN.format(username=who.username))
            wait(ends, PATIENCE)
        self._ends = [end.result() for end in ends]
        self.measured["account's end"] = max(at for at, _ in self._ends) - float(said)

    def problems(self, clients: Crowd) -> list[str]:
        return [
            f"I5 a socket of a banned account was told {code}" for _, code in self._ends if code != BANNED
        ]


def _socket(node: Node, access: str) -> ClientConnection:
    address = f"{node.direct.replace('http', 'ws', 1)}/ws"
    return connect(
        address, additional_headers={"Authorization": f"Bearer {access}"}, open_timeout=CALL_SECONDS
    )


def _end(socket: ClientConnection) -> tuple[float, int | None]:
    """Read until the socket is closed; return when it was, and with which code."""
    try:
        while True:
            socket.recv()
    except ConnectionClosed:
        return time.monotonic(), socket.close_code
