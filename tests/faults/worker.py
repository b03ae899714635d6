"""What is done to the worker that delivers webhooks."""

import json
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from functools import partial
from queue import Empty

import httpx
import psycopg

from tests.faults.crowd import Crowd
from tests.faults.fault import Fault
from tests.faults.stack import Stack
from tests.live import ROOT
from tests.notifications.receiver import receiving
from tools.daemon import die_with_parent

CALL_SECONDS = 60
ARRIVAL_SECONDS = 60.0
"""Within which everything must have arrived; nothing takes so long when all is well."""


class WorkerKilled(Fault[Stack]):
    """I7: what is queued is attempted at least once, whoever had it in hand."""

    what = "`kill -9` of the worker that delivers webhooks, and a new one"
    seconds = (0.5, 5.0)

    def prepare(self) -> None:
        self._running = ExitStack()
        self._receiver = self._running.enter_context(receiving())
        self._worker = self._start()

    def meet(self, clients: Crowd) -> None:
        self._group = clients.talk.groups[0]
        owner = clients.clients[0].person
        made = httpx.post(
            f"{self.place.bases[0]}/api/conversations/{self._group}/webhooks",
            json={"address": self._receiver.address},
            headers={"Authorization": f"Bearer {owner.access}"},
            timeout=CALL_SECONDS,
        )
        made.raise_for_status()

    def strike(self) -> None:
        self._worker.kill()
        self._worker.wait()

    def heal(self) -> None:
        # Instead of waiting for the minute after which what the dead one held is free.
        with psycopg.connect(self.place.record) as connection:
            connection.execute(b"UPDATE outbox_outboxrow SET leased_until = now() WHERE lease IS NOT NULL")
        self._worker = self._start()

    def problems(self, clients: Crowd) -> list[str]:
        acks = clients.journal.of("ack")
        missing = {ack.about["seq"] for ack in acks if ack.about["conversation"] == self._group}
        deadline = time.monotonic() + ARRIVAL_SECONDS
        while missing and (left := deadline - time.monotonic()) > 0:
            try:
                request = self._receiver.requests.get(timeout=left)
            except Empty:
                break
            missing.discard(json.loads(request.body)["entry"]["seq"])
        return [f"I7 no webhook was told of {sorted(missing)} of {self._group}"] if missing else []

    def release(self) -> None:
        self._worker.kill()
        self._worker.wait()
        self._running.close()

    def _start(self) -> subprocess.Popen[bytes]:
        return self.place.starter.do(self._popen)

    def _popen(self) -> subprocess.Popen[bytes]:
        with (self.place.made.directory / "worker.log").open("ab") as output:
            return subprocess.Popen(
                [sys.executable, "manage.py", "worker", "--threads", "2"],
                cwd=ROOT,
                env=self.place.made.environ,
                stdout=output,
                stderr=subprocess.STDOUT,
                preexec_fn=partial(die_with_parent, signal.SIGKILL),  # noqa: PLW1509 (takes no lock)
            )
