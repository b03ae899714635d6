from django.urls import path

from apps.core import health

urlpatterns = [path("live", health.live), path("ready", health.ready)]
