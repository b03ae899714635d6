"""How many frames one socket may send."""

from django.conf import settings


class FrameWindow:
    """How many frames came in the current window: the rule `frame`, counted here and not in the shared cache."""

    __slots__ = ("_began", "_count")

    def __init__(self) -> None:
        self._began = 0.0
        self._count = 0

    def exceeded(self, now: float) -> bool:
        """Count one frame at `now` (seconds); return whether it is one too many."""
        rate = settings.RATE_LIMITS["frame"]
        if now - self._began >= rate.seconds:
            self._began, self._count = now, 0
        self._count += 1
        return 0 < settings.RATE_LIMIT_FACTOR < self._count / rate.count
