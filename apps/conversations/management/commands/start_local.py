"""What `make run` does before it serves: the tables, and with DEBUG the people to try it with."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from apps.conversations.furnishing import FIRST_ROOM
from apps.conversations.services import members

DEMO_PEOPLE = ("alice", "bob", "carol")
DEMO_ADMIN = "admin"
DEMO_PASSWORD = "parley-demo"  # noqa: S105 (of accounts that exist with DEBUG alone)

WELCOME = """
Parley serves on {address} (documentation: {address}/api/docs, admin: {address}/admin/)
"""
SESSION = """
Sign in as {people}, or {admin} who is staff; the password is {password}
In another terminal:

  ACCESS=$(curl -s {address}/api/auth/token -H 'Content-Type: application/json' \
-d '{{"username": "alice", "password": "{password}"}}' | sed 's/.*"access":"\\([^"]*\\)".*/\\1/')
  npx wscat -c "ws://127.0.0.1:{port}/ws?token=$ACCESS&roomId={room}"
"""


class Command(BaseCommand):
    help = "Prepare this checkout's database, with DEBUG also demo people, and say how to talk."
    # `runserver` makes them all a moment later.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 (the signature is inherited)
        _migrate()
        address = f"http://127.0.0.1:{settings.PORT}"
        self.stdout.write(WELCOME.format(address=address))
        if settings.DEBUG:
            _make_demo_people()
            self.stdout.write(_session(address))


def _migrate() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0)


def _make_demo_people() -> None:
    people = get_user_model().objects
    names = (*DEMO_PEOPLE, DEMO_ADMIN)
    known = set(people.filter(username__in=names).values_list("username", flat=True))
    for name in names:
        if name in known:
            continue
        staff = name == DEMO_ADMIN
        user = people.create_user(
            name, password=DEMO_PASSWORD, display_name=name.title(), is_staff=staff, is_superuser=staff
        )
        members.join(user, FIRST_ROOM)


def _session(address: str) -> str:
    return SESSION.format(
        people=", ".join(DEMO_PEOPLE),
        admin=DEMO_ADMIN,
        password=DEMO_PASSWORD,
        address=address,
        port=settings.PORT,
        room=FIRST_ROOM,
    )
