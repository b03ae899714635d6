import atexit

from django.apps import AppConfig
from django.conf import settings


class RealtimeConfig(AppConfig):
    name = "apps.realtime"

    def ready(self) -> None:
        """Tell fan-out who answers its questions about the record."""
        from apps.fanout.source import register  # noqa: PLC0415 (models are loaded only now)

        from .source import RecordSource  # noqa: PLC0415

        register(RecordSource())
        if settings.SERVERLESS:
            _tell_when_a_run_is_over()


def _tell_when_a_run_is_over() -> None:
    """Have entries posted from the outbox, and what a command publishes told as it ends."""
    from apps.outbox.handlers import precede  # noqa: PLC0415

    from .gateway.invocation import finish, post_entries  # noqa: PLC0415

    precede("entry", post_entries)
    atexit.register(finish)
