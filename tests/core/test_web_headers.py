"""What each kind of answer lets a browser do."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from asgiref.sync import async_to_sync
from django.conf import settings
from django.contrib import admin
from django.test import AsyncClient, Client
from django.urls import reverse
from pytest_django import Settings

from apps.accounts.models import User
from apps.files.stores import store
from apps.web.headers import NOTHING, PAGES_POLICY, SHELL, SHELL_POLICY
from chatproject.env import Serverless
from tests.conftest import PASSWORD

POLICY = "Content-Security-Policy"
INLINE = re.compile(
    r"<style|\sstyle=|<script(?![^>]*\ssrc=)(?![^>]*application/json)|\son[a-z]+=|javascript:"
)


@pytest.mark.parametrize("path", ["/", "/main.js", "/service-worker.js", "/nowhere"])
def test_the_client_gets_the_policy_of_the_shell(client: Client, path: str) -> None:
    response = client.get(path)
    for name, value in SHELL.items():
        assert response[name] == value


def test_it_is_the_same_under_asgi(async_client: AsyncClient) -> None:
    response = async_to_sync(async_client.get)("/")
    assert (response.status_code, response[POLICY]) == (200, SHELL_POLICY)


@pytest.mark.parametrize("origin", [None, "https://files.example.net"])
def test_the_client_may_use_the_bucket_in_which_files_lie(
    client: Client, settings: Settings, origin: str | None
) -> None:
    bucket = "https://s3.example.org"
    settings.FILES = replace(settings.FILES, bucket="ours", region="r", endpoint=bucket, origin=origin)
    settings.FILES_STORE = "apps.files.stores.s3.BucketStore"
    store.cache_clear()
    directives = client.get("/")[POLICY].split("; ")
    store.cache_clear()
    assert f"img-src 'self' {origin or bucket} data: blob:" in directives
    assert f"media-src 'self' {origin or bucket} blob:" in directives
    assert f"connect-src 'self' {bucket}" in directives


def test_the_policy_of_the_shell_allows_no_inline_code_no_text_as_code_and_no_frame() -> None:
    assert "unsafe" not in SHELL_POLICY
    assert SHELL_POLICY.startswith("default-src 'none'; script-src 'self'; style-src 'self'; ")
    for directive in ("frame-ancestors 'none'", "base-uri 'none'", "require-trusted-types-for 'script'"):
        assert directive in SHELL_POLICY.split("; ")


@pytest.mark.parametrize(
    "path", ["/api/users/me", "/api/nowhere", "/health/live", "/static/admin/css/base.css"]
)
def test_an_answer_that_is_no_page_may_do_nothing(client: Client, path: str) -> None:
    response = client.get(path)
    assert response[POLICY] == NOTHING
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/docs", "/admin/login/", "/accounts/reset/done/"])
def test_a_page_of_the_server_has_no_inline_code_or_style(client: Client, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response[POLICY]) == (200, PAGES_POLICY)
    assert not INLINE.search(response.content.decode())


def test_the_page_of_the_api_finds_its_script(client: Client) -> None:
    (script,) = re.findall(r'<script src="(/api/docs[^"]*)"', client.get("/api/docs").content.decode())
    response = client.get(script)
    assert (response.status_code, response["Content-Type"]) == (200, "application/javascript")
    assert b"SwaggerUIBundle" in response.content


@pytest.mark.django_db
def test_no_page_of_the_admin_has_inline_code_or_style() -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("root", password=PASSWORD))
    models = (model._meta for model in admin.site._registry)
    lists = (reverse(f"admin:{model.app_label}_{model.model_name}_changelist") for model in models)
    for page in (reverse("admin:index"), reverse("admin:accounts_user_add"), *lists):
        assert INLINE.findall(client.get(page).content.decode()) == [], page


def test_the_operations_page_gives_a_static_host_the_same_headers() -> None:
    text = (Path(settings.WHITENOISE_ROOT).parent / "docs" / "operations.md").read_text("utf-8")
    for name, value in SHELL.items():
        assert f'add_header {name} "{value}" always;' in text


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("/", "connect-src 'self' wss://sockets.example.org;"), ("/api/schema", None)],
)
def test_a_socket_of_another_host_may_be_opened_by_the_client(
    path: str, allowed: str | None, settings: Settings, client: Client
) -> None:
    settings.SERVERLESS = Serverless(
        tables="t",
        websocket_url="wss://sockets.example.org/dev",
        gateway_endpoint=None,
        posts_queue=None,
        work_queue=None,
    )
    policy = client.get(path).headers["Content-Security-Policy"]
    assert (allowed in policy) if allowed else ("sockets.example.org" not in policy)
