"""`session.Connection` for one frame: what the session asks for is noted, and posted when the frame is done."""

from collections.abc import Collection, Mapping

import msgspec

from apps.core import limits, strictjson
from apps.core.errors import ErrorCode
from apps.realtime import frames


class FrameConnection:
    heartbeat = frames.GATEWAY_HEARTBEAT
    max_age: int | None = frames.GATEWAY_MAX_AGE

    def __init__(self, id_: str) -> None:
        self._id = id_
        self.answers: list[bytes] = []
        self.refused = False
        """Whether the frame was none, or one too many."""
        self.close_code: int | None = None
        self.visible: Collection[str] | None = None
        """Whose presence may be told, once the session has said so."""
        self.told: Mapping[str, bool] = {}
        """Whose presence the client knows then: whether they are online."""

    def send(self, frame: msgspec.Struct) -> None:
        if isinstance(frame, frames.Error):
            self.refused = frame.code in {ErrorCode.INVALID, ErrorCode.RATE_LIMITED}
        self.answers.append(strictjson.encode(frame))

    def close(self, code: int) -> None:
        self.close_code = code

    def count(self, rule: str, user: str) -> None:
        # Each count is a write that is billed: the frames of a connection are counted by what costs the most of them,
        # and those that only read by the connection itself.
        limits.count(*(("frame", self._id) if rule == "read" else (rule, user)))

    def watch(self, users: Collection[str], told: Mapping[str, bool]) -> None:
        self.visible, self.told = users, told
