from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "apps.accounts"

    def ready(self) -> None:
        """Connect the receivers that tie every Django sign-in to a device session; let everybody see avatars."""
        from apps.accounts import cookies  # noqa: F401, PLC0415 (models must be loaded first)
        from apps.accounts.services.avatars import HOLDER  # noqa: PLC0415
        from apps.files import holders  # noqa: PLC0415

        holders.register(HOLDER, lambda _user, _holder: True)
