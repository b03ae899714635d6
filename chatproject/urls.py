"""Where everything is served."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("api/", include("apps.accounts.urls")),
    path("api/", include("apps.files.urls")),
    path("api/", include("apps.conversations.urls")),
    path("api/", include("apps.calls.urls")),
    path("api/", include("apps.notifications.urls")),
    path("api/", include("apps.realtime.urls")),
    # The last one under api/: it answers what the others do not know.
    path("api/", include("apps.core.urls")),
    path("stored/", include("apps.files.store_urls")),
    path("health/", include("apps.core.health_urls")),
    path("accounts/", include("apps.accounts.page_urls")),
    path("admin/", admin.site.urls),
]

handler400 = "apps.core.api_errors.bad_request"
handler403 = "apps.core.api_errors.permission_denied"
handler404 = "apps.core.api_errors.not_found"
handler500 = "apps.core.api_errors.server_error"
