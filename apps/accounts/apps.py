from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "apps.accounts"

    def ready(self) -> None:
        """Connect the receivers that tie every Django sign-in to a device session."""
        from apps.accounts import cookies  # noqa: F401, PLC0415 (models must be loaded first)
