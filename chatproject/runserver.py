"""Our `runserver`: daphne's, with the outbox's worker beside it."""

from django.apps import AppConfig


class RunserverConfig(AppConfig):
    """For the command alone: daphne's own configuration loads its whole server, a fifth of the start, into every
    process that never serves.
    """

    name = "chatproject"
