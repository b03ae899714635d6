"""REST addresses of notifications, below `/api/`."""

from django.urls import path

from apps.notifications import api

urlpatterns = [
    path("conversations/<str:ref>/webhooks", api.WebhooksView.as_view()),
    path("conversations/<str:ref>/webhooks/<str:webhook>", api.WebhookView.as_view()),
    path("conversations/<str:ref>/webhooks/<str:webhook>/secret", api.WebhookSecretView.as_view()),
    path("conversations/<str:ref>/webhooks/<str:webhook>/test", api.WebhookTestView.as_view()),
]
