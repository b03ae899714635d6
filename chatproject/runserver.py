"""Daphne as an app for its `runserver` command alone."""

from django.apps import AppConfig


class RunserverConfig(AppConfig):
    """Daphne's own configuration loads its whole server, a fifth of the start, into every process that never serves."""

    name = "daphne"
