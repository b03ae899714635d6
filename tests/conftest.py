"""The people of every test, and how they call."""

import uuid
from collections.abc import Callable, Iterator

import hypothesis
import pytest
from django.core.cache import caches
from pytest_django import Settings
from rest_framework.test import APIClient

from apps.accounts.models import User
from apps.accounts.services.sessions import start_session
from apps.accounts.services.tokens import issue_access
from apps.core.dynamodb import tables
from chatproject.env import Serverless
from tools.ministack import Ministack, ministack

PASSWORD = "correct horse battery staple"

# How long an example takes is the machine's: by default one of 0.2 s fails.
hypothesis.settings.register_profile("any-machine", deadline=None)
hypothesis.settings.load_profile("any-machine")

MakeUser = Callable[[str], User]
Api = Callable[[User], APIClient]


@pytest.fixture(autouse=True)
def _unlimited(settings: Settings) -> None:
    """Tests do not meet each other's rate limits, unless they ask for them."""
    settings.RATE_LIMIT_FACTOR = 0
    caches["local"].clear()
    caches["default"].clear()


@pytest.fixture
def make_user(db: None) -> MakeUser:
    def make(username: str) -> User:
        return User.objects.create_user(username, password=PASSWORD, display_name=username.title())

    return make


@pytest.fixture
def alice(make_user: MakeUser) -> User:
    return make_user("alice")


@pytest.fixture
def bob(make_user: MakeUser) -> User:
    return make_user("bob")


@pytest.fixture
def carol(make_user: MakeUser) -> User:
    return make_user("carol")


@pytest.fixture
def api() -> Api:
    def client(user: User) -> APIClient:
        session = start_session(user, name="test", address="127.0.0.1")
        made = APIClient()
        made.default_format = "json"
        made.credentials(HTTP_AUTHORIZATION=f"Bearer {issue_access(session)}")
        return made

    return client


@pytest.fixture(scope="session")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ministack]:
    """Run one ministack for all tests of this process that ask for it."""
    with ministack(tmp_path_factory.mktemp("aws")) as server:
        yield server


@pytest.fixture
def dynamodb(emulator: Ministack, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the test tables of its own, in the serverless shape."""
    for name, value in emulator.environ.items():
        monkeypatch.setenv(name, value)
    settings.SERVERLESS = Serverless(
        tables=f"test-{uuid.uuid4().hex[:12]}",
        websocket_url="",
        gateway_endpoint=None,
        posts_queue=None,
        work_queue=None,
    )
    for kind in tables.KEYS:
        tables.create(kind)
