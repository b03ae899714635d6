"""How passwords are kept."""

from django.contrib.auth.hashers import check_password, identify_hasher, make_password
from pytest_django import Settings

import chatproject.settings as shipped


def test_passwords_are_hashed_with_argon2(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = shipped.PASSWORD_HASHERS
    kept = make_password("correct horse battery staple")
    assert identify_hasher(kept).algorithm == "argon2"
    assert check_password("correct horse battery staple", kept)
    assert not check_password("correct horse battery stable", kept)
