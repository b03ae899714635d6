"""The end of a run: everybody resumes, however often it takes, unless the server will not have it."""

import asyncio
from typing import cast

import pytest

from tests.faults import trial
from tests.faults.device import Device
from tests.faults.line import Lost, Refused


class Resuming:
    """A device that is answered with one error after another, and then as it asked."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)

    async def catch_up(self) -> None:
        if self.errors:
            raise self.errors.pop(0)


def resume(device: Resuming) -> None:
    asyncio.run(trial._catch_up(cast("Device", device)))


def test_whoever_just_lost_the_connection_tries_again() -> None:
    device = Resuming(Lost("not connected"), Refused("unavailable", retryable=True))
    resume(device)
    assert device.errors == []


def test_whoever_may_not_resume_is_told_so_at_once() -> None:
    with pytest.raises(Refused, match="forbidden"):
        resume(Resuming(Refused("forbidden", retryable=False)))
