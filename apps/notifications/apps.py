from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "apps.notifications"
    verbose_name = "Notifications"

    def ready(self) -> None:
        """Tell the outbox who does its jobs."""
        from apps.notifications import deliveries, recipients  # noqa: PLC0415 (models are loaded only now)
        from apps.outbox.handlers import register  # noqa: PLC0415

        register("entry", recipients.fan_out, together=recipients.TOGETHER, takes=True)
        register("webhook", deliveries.deliver)
        register("webhook_test", deliveries.deliver_test)
