"""The settings of the project, but for the largest file: what a server holds of one shows with more than 100 MiB."""

from chatproject.limits import LIMITS as _LIMITS
from chatproject.settings import *  # noqa: F403

LIMITS = {**_LIMITS, "file_bytes": 256 * 1024 * 1024}
