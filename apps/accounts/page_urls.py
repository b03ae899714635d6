"""Pages of accounts, below `/accounts/`: the one-time link with which somebody sets a new password."""

from django.urls import path

from apps.accounts import pages

urlpatterns = [
    path("reset/done/", pages.ResetDone.as_view(), name="password_reset_complete"),
    path("reset/<uidb64>/<token>/", pages.Reset.as_view(), name="password_reset_confirm"),
]
