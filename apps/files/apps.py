from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "apps.files"
    verbose_name = "Files"

    def ready(self) -> None:
        """Tell the outbox who does its jobs."""
        from apps.files.services import checking, forgetting  # noqa: PLC0415 (models are loaded only now)
        from apps.outbox.handlers import register  # noqa: PLC0415

        register("file", checking.check_later)
        register("forget_files", forgetting.take_away, together=forgetting.TOGETHER)
        register("sweep_file", forgetting.sweep, together=forgetting.TOGETHER)
