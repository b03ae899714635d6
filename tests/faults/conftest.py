"""Settings of all runs."""

import logging

import pytest


@pytest.fixture(autouse=True)
def _calls_are_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, logger="httpx")
