"""What is done to the web processes."""

import resource
import signal
from pathlib import Path

from tests.faults.fault import Fault, disconnected, unanswered
from tests.faults.stack import Node, Stack
from tools.faketime import faketime

SPARE_FILES = 4
JUMP_SECONDS = 90
"""As far as a machine whose clock nobody sets may well be off."""


class ProcessFault(Fault[Stack]):
    @property
    def node(self) -> Node:
        """The process that it is for."""
        return self.place.nodes[0]


class Nothing(ProcessFault):
    what = "no fault at all: the recorder on trial"
    seconds = (0.0, 5.0)

    def strike(self) -> None:
        """Leave everything as it is."""


class WebKilled(ProcessFault):
    what = "`kill -9` of a web process in the middle of sends, and a new one"
    sign = staticmethod(unanswered)

    def strike(self) -> None:
        self.node.kill()

    def heal(self) -> None:
        self.node.run()


class RollingRestart(ProcessFault):
    what = "every web process restarted, one after another, with SIGTERM"
    seconds = (0.0, 0.0)
    sign = staticmethod(disconnected)

    def strike(self) -> None:
        for node in self.place.nodes:
            node.stop()
            node.run()


class LoopStalled(ProcessFault):
    what = "a web process that stands still (SIGSTOP)"
    seconds = (2.0, 10.0)

    def strike(self) -> None:
        self.node.signal(signal.SIGSTOP)

    def heal(self) -> None:
        self.node.signal(signal.SIGCONT)


class OutOfFiles(ProcessFault):
    what = "a web process that may open no more files (RLIMIT_NOFILE)"
    seconds = (2.0, 15.0)
    sign = staticmethod(disconnected)

    def strike(self) -> None:
        self._before = resource.prlimit(self.node.pid, resource.RLIMIT_NOFILE)
        used = len(list(Path(f"/proc/{self.node.pid}/fd").iterdir()))
        resource.prlimit(self.node.pid, resource.RLIMIT_NOFILE, (used + SPARE_FILES, self._before[1]))
        # Everybody comes anew, and few are let in.
        self.node.wire.cut_once()

    def heal(self) -> None:
        resource.prlimit(self.node.pid, resource.RLIMIT_NOFILE, self._before)


class ClockJumps(ProcessFault):
    what = f"the clock of one web process jumps {JUMP_SECONDS} s ahead, then {JUMP_SECONDS} s back"
    seconds = (2.0, 10.0)

    def prepare(self) -> None:
        self._offset = self.place.made.directory / "clock"
        self._offset.write_text("+0")
        self.node.stop()
        self.node.run(**faketime(self._offset))

    def strike(self) -> None:
        self._offset.write_text(f"+{JUMP_SECONDS}")

    def heal(self) -> None:
        self._offset.write_text(f"-{JUMP_SECONDS}")

    def release(self) -> None:
        self.node.stop()
        self.node.run()
