"""The ASGI application: Django for HTTP, the Channels consumer for `/ws`."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatproject.settings")

django_application = get_asgi_application()

from channels.routing import ProtocolTypeRouter  # noqa: E402 (needs the apps that the line above loads)

from apps.core.body_limit import bounded  # noqa: E402
from apps.files.local import most_bytes  # noqa: E402
from apps.realtime.asgi import websocket_application  # noqa: E402

application = ProtocolTypeRouter(
    {"http": bounded(django_application, most_bytes), "websocket": websocket_application}
)
