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
            _post_entries_from_the_outbox()


def _post_entries_from_the_outbox() -> None:
    from apps.outbox.handlers import precede  # noqa: PLC0415

    from .gateway.invocation import post_entries  # noqa: PLC0415

    precede("entry", post_entries)
