"""How an action of the admin does something to each of the rows that were chosen."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.contrib import admin, messages
from django.db.models import Model
from django.http import HttpRequest

from apps.core.errors import ParleyError

Row = TypeVar("Row", bound=Model)


def act_on_each(
    page: "admin.ModelAdmin[Row]",
    request: HttpRequest,
    chosen: Iterable[Row],
    act: Callable[[Row], object],
    done: str,
) -> None:
    """Call `act` with each row, and tell how many are `done` and why the others are not."""
    count = 0
    for row in chosen:
        try:
            act(row)
        except ParleyError as error:
            page.message_user(request, f"{row}: {error.detail}", messages.ERROR)
        else:
            count += 1
    page.message_user(request, f"{count} {done}.")
