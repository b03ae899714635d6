"""The life of `dev` as docs/deploy-serverless.md has it: Zappa makes everything but the tables and the secret."""

import base64
import io
import json
import os
import re
import secrets
import sys
import time
import zipfile
from collections.abc import AsyncIterator, Iterator
from typing import Any
from unittest import mock

import httpx
import pytest

from apps.core.aws.client import call
from tests.contract.client import Device
from tests.contract.people import Person, register
from tests.live import database

from .cloud import Cloud, run
from .deployment import FUNCTIONS, PATIENCE, Deployment

pytestmark = pytest.mark.anyio
STAGE = "dev"
NAME = "parley-dev"
PARAMETER = "/parley/dev"
HERE = {"DYNAMODB_PREFIX": NAME, "SECRETS_PARAMETER": PARAMETER}
"""With which commands run on the operator's machine."""


@pytest.fixture(scope="module")
def dev(cloud: Cloud) -> Iterator[Deployment]:
    """Deploy `dev` with a database of its own, and leave nothing of it in the end."""
    with database(os.environ["DATABASE_URL"], "dev") as url, mock.patch.dict(os.environ, cloud.environ):
        value = json.dumps({"SECRET_KEY": secrets.token_urlsafe(48), "DATABASE_URL": url})
        call("ssm", "PutParameter", {"Name": PARAMETER, "Type": "SecureString", "Value": value})
        run([sys.executable, "manage.py", "create_tables"], {**cloud.environ, **HERE})
        said = cloud.zappa("deploy", STAGE)
        made = _reached(cloud, said)
        cloud.zappa("manage", STAGE, "migrate")
        yield made
        cloud.zappa("undeploy", STAGE, "--yes", "--remove-logs")
        assert _functions(cloud) == []


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def people(dev: Deployment, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Person, Person]]:
    monkeypatch.setenv("PARLEY_TEST_SOCKET", dev.socket)
    async with httpx.AsyncClient(timeout=PATIENCE) as http:
        yield (
            await register(http, (dev.base,), "alice"),
            await register(http, (dev.base,), "bob"),
        )


async def test_two_people_chat(people: tuple[Person, Person]) -> None:
    alice, bob = people
    query = "roomId=general&token="
    async with (
        await Device.open(bob.bases[0], f"{query}{bob.access}") as his,
        await Device.open(alice.bases[0], f"{query}{alice.access}") as hers,
    ):
        await his.expect("welcome")
        assert (await hers.ask(type="chat", message="Hello World!"))["type"] == "ack"
        assert (await his.expect("message"))["body"] == "Hello World!"


def test_the_client_is_served_at_the_root(dev: Deployment) -> None:
    page = httpx.get(f"{dev.base}/", timeout=PATIENCE)
    assert page.headers["content-type"].startswith("text/html")
    # The socket is another host than the page's.
    assert dev.socket.rpartition("/")[0] in page.headers["content-security-policy"]


async def test_a_file_goes_straight_to_the_bucket_and_back(
    cloud: Cloud, people: tuple[Person, Person], dev: Deployment
) -> None:
    bucket = dev.variables["FILES_BUCKET"]
    (rule,) = cloud.aws("s3", "get_bucket_cors", Bucket=bucket)["CORSRules"]
    assert rule["AllowedOrigins"] == [dev.variables["CSRF_TRUSTED_ORIGINS"]]
    caller = {"Authorization": f"Bearer {people[0].access}"}
    async with httpx.AsyncClient(timeout=PATIENCE) as http:
        body = {"name": "hello.txt", "size": 5, "media_type": "text/plain"}
        made = (await http.post(f"{dev.base}/api/files", json=body, headers=caller)).json()
        form = made["upload"]
        assert bucket in form["url"]
        sent = await http.post(form["url"], data=form["fields"], files={"file": ("hello.txt", b"hello")})
        assert sent.is_success, sent.text
        checked = await http.post(f"{dev.base}/api/files/{made['id']}/complete", headers=caller)
        assert checked.json()["size"] == 5
        address = (await http.get(f"{dev.base}/api/files/{made['id']}", headers=caller)).json()["url"]
        assert (await http.get(address)).content == b"hello"


def test_the_schedule_says_what_is_due(cloud: Cloud, dev: Deployment) -> None:
    rules = cloud.aws("events", "list_rules")["Rules"]
    assert {rule["ScheduleExpression"] for rule in rules if rule["Name"].startswith(NAME)} == {
        "rate(1 minute)",
        "rate(1 day)",
    }


def test_the_role_names_what_it_may_use(cloud: Cloud, dev: Deployment) -> None:
    role = cloud.aws("lambda", "get_function_configuration", FunctionName=NAME)["Role"].rpartition("/")[2]
    asked = {"RoleName": role, "PolicyName": "zappa-permissions"}
    policy = cloud.aws("iam", "get_role_policy", **asked)["PolicyDocument"]
    actions = {action for statement in policy["Statement"] for action in statement["Action"]}
    assert "execute-api:ManageConnections" in actions
    assert not any("*" in action for action in actions)
    assert all(NAME in arn or PARAMETER in arn or "@connections" in arn for arn in _resources(policy))


def test_update_keeps_what_the_function_was_told(cloud: Cloud, dev: Deployment) -> None:
    before = dev.variables
    cloud.zappa("update", STAGE)
    assert dev.variables == before
    assert httpx.get(f"{dev.base}/health/ready", timeout=PATIENCE).status_code == 200


def test_rollback_brings_back_what_a_bad_version_broke(cloud: Cloud, dev: Deployment) -> None:
    good = cloud.aws("lambda", "get_function_configuration", FunctionName=NAME)["CodeSha256"]
    _ship(cloud, {"chatproject/__init__.py": "", "chatproject/lambda_function.py": "raise RuntimeError"})
    assert httpx.get(f"{dev.base}/health/ready", timeout=PATIENCE).status_code >= 500
    cloud.zappa("rollback", STAGE, "-n", "1")
    assert cloud.aws("lambda", "get_function_configuration", FunctionName=NAME)["CodeSha256"] == good
    assert httpx.get(f"{dev.base}/health/ready", timeout=PATIENCE).status_code == 200


def test_tail_shows_the_requests(cloud: Cloud, dev: Deployment) -> None:
    httpx.get(f"{dev.base}/api/users/me?colour=green", timeout=PATIENCE)
    deadline = time.monotonic() + PATIENCE
    said = ""
    # The emulator hands lines on when it is done with whatever the function does.
    while '"route": "/api/users/me", "status": 401' not in said:
        assert time.monotonic() < deadline, said
        said = cloud.zappa("tail", STAGE, "--since", "5m", "--disable-keep-open")
    assert "green" not in said


def _reached(cloud: Cloud, said: str) -> Deployment:
    """Return the deployment whose address Zappa's last hook printed."""
    found = re.search(r"Parley answers at (\S+)/$", said, re.MULTILINE)
    assert found, said
    configuration = cloud.aws("lambda", "get_function_configuration", FunctionName=NAME)
    return Deployment.reached(
        cloud, NAME, found[1], configuration["Environment"]["Variables"]["WEBSOCKET_URL"]
    )


def _ship(cloud: Cloud, files: dict[str, str]) -> None:
    """Make these files a new version of the function, as `zappa update` does with a package."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as package:
        for name, text in files.items():
            package.writestr(name, text)
    body = {"ZipFile": base64.b64encode(archive.getvalue()).decode(), "Publish": True}
    address = f"{cloud.emulator.url}/{FUNCTIONS}/{NAME}/code"
    httpx.put(address, json=body, timeout=PATIENCE).raise_for_status()


def _functions(cloud: Cloud) -> list[str]:
    found = cloud.aws("lambda", "list_functions")["Functions"]
    return [function["FunctionName"] for function in found if function["FunctionName"] == NAME]


def _resources(policy: dict[str, Any]) -> list[str]:
    return [arn for statement in policy["Statement"] for arn in statement["Resource"]]
