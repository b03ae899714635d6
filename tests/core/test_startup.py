"""What the two applications load before they serve."""

import subprocess
import sys

import pytest

from tests.live import ROOT

# `runserver` alone needs it, and it is a fifth of the start.
UNWANTED = "twisted"


@pytest.mark.parametrize("application", ["wsgi", "asgi"])
def test_an_application_starts_without_a_warning_and_without_daphnes_server(application: str) -> None:
    program = f"import sys, chatproject.{application}; sys.exit({UNWANTED!r} in sys.modules)"
    started = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (started.returncode, started.stderr) == (0, "")
