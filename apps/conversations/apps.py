from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ConversationsConfig(AppConfig):
    name = "apps.conversations"

    def ready(self) -> None:
        from apps.conversations.access import may_see_message  # noqa: PLC0415 (models are ready only now)
        from apps.conversations.furnishing import furnish  # noqa: PLC0415
        from apps.conversations.selectors.projection import HOLDER  # noqa: PLC0415
        from apps.conversations.services.erasure import erase  # noqa: PLC0415
        from apps.files import holders  # noqa: PLC0415
        from apps.outbox.handlers import register  # noqa: PLC0415

        post_migrate.connect(furnish, sender=self)
        register("erase", erase)
        holders.register(HOLDER, may_see_message)
