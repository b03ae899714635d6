"""Accounts and what proves them, on two processes at once."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.live import Installation

from .people import PASSWORD, Person, unique

pytestmark = pytest.mark.anyio


async def post(http: httpx.AsyncClient, base: str, path: str, body: object, **headers: str) -> httpx.Response:
    return await http.post(f"{base}{path}", json=body, headers=headers)


async def refresh(http: httpx.AsyncClient, base: str, token: str) -> tuple[int, dict[str, Any]]:
    answer = await post(http, base, "/api/auth/token/refresh", {"refresh": token})
    return answer.status_code, answer.json()


async def test_register_and_sign_in(alice: Person, http: httpx.AsyncClient, bases: tuple[str, ...]) -> None:
    again = await post(
        http, bases[1], "/api/auth/register", {"username": alice.username.upper(), "password": PASSWORD}
    )
    assert again.status_code == 400
    assert again.json()["errors"][0]["attr"] == "username"
    signed_in = await post(
        http, bases[1], "/api/auth/token", {"username": alice.username.upper(), "password": PASSWORD}
    )
    assert signed_in.status_code == 200
    assert set(signed_in.json()) == {"user", "access", "refresh"}
    assert set(signed_in.json()["user"]) >= {"id", "username", "display_name", "avatar_url"}


@pytest.mark.parametrize(
    "name", ["", "ab", "x" * 33, "with space", "0192e4a0-7b7e-7c3e-9d5f-3f2f1a0b9c8d", "a\x00b"]
)
async def test_names_that_nobody_may_have(http: httpx.AsyncClient, bases: tuple[str, ...], name: str) -> None:
    answer = await post(http, bases[0], "/api/auth/register", {"username": name, "password": PASSWORD})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "invalid")


async def test_wrong_password_and_unknown_name_answer_alike(
    alice: Person, http: httpx.AsyncClient, bases: tuple[str, ...]
) -> None:
    answers = [
        await post(http, bases[0], "/api/auth/token", {"username": name, "password": "not this one"})
        for name in (alice.username, unique("nobody"))
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert answers[0].content == answers[1].content
    assert answers[0].json()["errors"][0]["code"] == "unauthenticated"


async def test_concurrent_refreshes_get_one_successor(
    alice: Person, http: httpx.AsyncClient, bases: tuple[str, ...]
) -> None:
    answers = await asyncio.gather(*(refresh(http, bases[turn % 2], alice.refresh) for turn in range(10)))
    assert {status for status, _ in answers} == {200}
    assert len({answer["refresh"] for _, answer in answers}) == 1


async def test_reuse_after_the_successor_was_used_ends_the_session(
    alice: Person, http: httpx.AsyncClient, bases: tuple[str, ...]
) -> None:
    _, first = await refresh(http, bases[0], alice.refresh)
    status, second = await refresh(http, bases[1], first["refresh"])
    assert status == 200
    device = await alice.device(on=1)
    status, reused = await refresh(http, bases[0], alice.refresh)
    assert (status, reused["errors"][0]["code"]) == (401, "token_reused")
    assert await device.closed() == 4401
    status, _ = await refresh(http, bases[0], second["refresh"])
    assert status == 401
    assert await alice.refused("GET /api/users/me", on=1) == (401, "unauthenticated")


async def test_logout_ends_the_session(
    alice: Person, http: httpx.AsyncClient, bases: tuple[str, ...]
) -> None:
    await alice.rest("POST /api/auth/logout", {"refresh": alice.refresh}, status=204)
    assert (await refresh(http, bases[1], alice.refresh))[0] == 401
    assert await alice.refused("GET /api/users/me") == (401, "unauthenticated")


async def test_devices_are_listed_and_ended(
    alice: Person, http: httpx.AsyncClient, bases: tuple[str, ...]
) -> None:
    signed_in = await post(
        http, bases[0], "/api/auth/token", {"username": alice.username, "password": PASSWORD}
    )
    other = signed_in.json()["access"]
    sessions = (await alice.rest("GET /api/sessions"))["results"]
    assert sorted(session["current"] for session in sessions) == [False, True]
    assert set(sessions[0]) >= {"id", "name", "address", "created_at", "last_used_at", "current"}
    elsewhere = next(session for session in sessions if not session["current"])
    await alice.rest(f"DELETE /api/sessions/{elsewhere['id']}", status=204)
    assert (await alice.ask("GET /api/users/me", on=1, bearer=other)).status_code == 401
    await alice.rest("DELETE /api/sessions", status=204)
    assert len((await alice.rest("GET /api/sessions"))["results"]) == 1


async def test_a_new_password_ends_the_other_sessions(
    alice: Person, http: httpx.AsyncClient, bases: tuple[str, ...]
) -> None:
    body = {"username": alice.username, "password": PASSWORD}
    other = (await post(http, bases[1], "/api/auth/token", body)).json()["access"]
    new = "an entirely different staple"
    assert (await alice.ask("POST /api/auth/password", {"old": "wrong one", "new": new})).is_client_error
    await alice.rest("POST /api/auth/password", {"old": PASSWORD, "new": new}, status=204)
    assert (await alice.ask("GET /api/users/me", on=1, bearer=other)).status_code == 401
    assert (await alice.ask("GET /api/users/me", on=1)).status_code == 200
    assert (await post(http, bases[0], "/api/auth/token", body)).status_code == 401


async def test_the_browser_signs_in_by_cookie(alice: Person, bases: tuple[str, ...]) -> None:
    async with httpx.AsyncClient(base_url=bases[0], headers={"Origin": bases[0]}, timeout=90) as browser:
        before = (await browser.get("/api/auth/cookie")).json()
        assert before["user"] is None
        body = {"username": alice.username, "password": PASSWORD}
        assert (await browser.post("/api/auth/cookie", json=body)).status_code == 403
        csrf = {"X-CSRFToken": before["csrf_token"]}
        signed_in = await browser.post("/api/auth/cookie", json=body, headers=csrf)
        assert signed_in.status_code == 200
        cookies = signed_in.headers.get_list("set-cookie")
        session = next(cookie for cookie in cookies if cookie.startswith("sessionid="))
        assert "httponly" in session.lower()
        assert "samesite" in session.lower()
        after = (await browser.get("/api/auth/cookie")).json()
        assert after["user"]["id"] == alice.id
        assert (await browser.patch("/api/users/me", json={"display_name": "A"})).status_code == 403
        csrf = {"X-CSRFToken": after["csrf_token"]}
        changed = await browser.patch("/api/users/me", json={"display_name": "A"}, headers=csrf)
        assert changed.json()["display_name"] == "A"
        assert (await browser.delete("/api/auth/cookie", headers=csrf)).status_code == 204
        assert (await browser.get("/api/users/me")).status_code == 401


async def test_registration_may_be_closed(live: Installation, http: httpx.AsyncClient) -> None:
    with live.server(REGISTRATION="closed") as closed:
        body = {"username": unique("late"), "password": PASSWORD}
        answer = await post(http, closed.base, "/api/auth/register", body)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (403, "forbidden")


async def test_guessing_passwords_is_slowed_down(
    live: Installation, alice: Person, http: httpx.AsyncClient
) -> None:
    with live.server(RATE_LIMIT_FACTOR="0.2") as limited:
        body = {"username": alice.username, "password": "a guess"}
        # One more than two windows allow: the clock may begin a new one in their middle.
        answers = [await post(http, limited.base, "/api/auth/token", body) for _ in range(2 * 2 + 1)]
    assert [answer.status_code for answer in answers][:2] == [401, 401]
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert refused.json()["errors"][0]["code"] == "rate_limited"
    assert int(refused.headers["Retry-After"]) >= 1


async def test_a_profile_is_changed_and_found(alice: Person, bob: Person) -> None:
    before = await alice.rest("GET /api/users/me")
    assert set(before) >= {"id", "username", "display_name", "avatar_url", "presence", "email", "version"}
    changed = await alice.rest("PATCH /api/users/me", {"display_name": "Ада Лавлейс"}, on=1)
    assert changed["display_name"] == "Ада Лавлейс"
    assert changed["version"] > before["version"]
    found = await bob.rest("GET /api/users", search=alice.username[:12])
    assert alice.id in {user["id"] for user in found["results"]}
    seen = await bob.rest(f"GET /api/users/{alice.username}")
    assert (seen["id"], seen["presence"]) == (alice.id, "offline")
    assert "email" not in seen
