"""The settings of every process that the tests start, and of the tests themselves.

They are those of the server, but for the one thing that takes a quarter of a second on purpose.
"""

from chatproject.settings import *  # noqa: F403 (a settings module)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
