from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "apps.calls"

    def ready(self) -> None:
        from apps.calls.access import may_hear  # noqa: PLC0415 (models are ready only now)
        from apps.calls.models import HOLDER  # noqa: PLC0415
        from apps.calls.services import recordings  # noqa: PLC0415
        from apps.calls.services.ending import CallsOfConversation  # noqa: PLC0415
        from apps.calls.services.settling import watch  # noqa: PLC0415
        from apps.conversations import companions  # noqa: PLC0415
        from apps.files import holders  # noqa: PLC0415
        from apps.outbox.handlers import register  # noqa: PLC0415

        companions.register(CallsOfConversation())
        register("call", watch)
        register("recording", recordings.complete_left)
        register("forget_recording", recordings.forget_old)
        register("abandon_parts", recordings.abandon)
        holders.register(HOLDER, may_hear, counted=False)
