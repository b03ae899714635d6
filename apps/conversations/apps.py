from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ConversationsConfig(AppConfig):
    name = "apps.conversations"

    def ready(self) -> None:
        from apps.conversations.furnishing import furnish  # noqa: PLC0415 (models are ready only now)

        post_migrate.connect(furnish, sender=self)
