from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    name = "apps.realtime"

    def ready(self) -> None:
        """Tell fan-out who answers its questions about the record."""
        from apps.fanout.source import register  # noqa: PLC0415 (models are loaded only now)

        from .source import RecordSource  # noqa: PLC0415

        register(RecordSource())
