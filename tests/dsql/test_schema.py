"""Changes of tables: what a migration asks for is done, or it says why not."""

import pytest
from django.db import DatabaseError, connection
from django.db.models import Index, UniqueConstraint

from apps.accounts.models import User
from tests.conftest import MakeUser

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("on_dsql")]


def indexes() -> dict[str, bool]:
    """Return the indexes of users, and whether each is unique."""
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, User._meta.db_table)
    return {name: bool(each["unique"]) for name, each in found.items() if each["index"]}


def test_an_index_is_there_when_the_migration_ends() -> None:
    index = Index(fields=["display_name"], name="by_display_name")
    with connection.schema_editor() as editor:
        editor.add_index(User, index)
    assert indexes()["by_display_name"] is False
    with connection.schema_editor() as editor:
        editor.remove_index(User, index)
    assert "by_display_name" not in indexes()


def test_a_constraint_that_does_not_hold_is_an_error(make_user: MakeUser) -> None:
    User.objects.filter(id__in=[make_user("alice").id, make_user("bob").id]).update(display_name="Same")
    only = UniqueConstraint(fields=["display_name"], name="one_display_name")
    with pytest.raises(DatabaseError, match=r"Job .* failed"), connection.schema_editor() as editor:
        editor.add_constraint(User, only)
    User.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(User, only)
        editor.remove_constraint(User, only)
    assert "one_display_name" not in indexes()
