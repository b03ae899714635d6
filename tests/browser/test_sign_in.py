"""Coming and going: registration, sign-in, what stays, what a script can reach, and the end of a session."""

import re

from playwright.sync_api import Page, expect

from .person import PASSWORD, Person, unique


def fill_in(page: Page, username: str, password: str = PASSWORD) -> None:
    page.get_by_role("textbox", name="Username").fill(username)
    page.get_by_label("Password", exact=True).fill(password)


def test_a_stranger_registers_and_stays_signed_in(stranger: Page) -> None:
    stranger.get_by_role("link", name="Create an account").or_(
        stranger.get_by_role("button", name="Create an account")
    ).click()
    fill_in(stranger, unique("dora"))
    stranger.get_by_role("textbox", name="Display name").fill("Dora")
    stranger.get_by_role("button", name="Create account").click()
    expect(stranger.get_by_role("navigation", name="Conversations")).to_be_visible()
    stranger.reload()
    expect(stranger.get_by_role("navigation", name="Conversations")).to_be_visible()


def test_somebody_signs_in_and_out_by_the_form(stranger: Page, alice: Person) -> None:
    fill_in(stranger, alice.username)
    stranger.get_by_role("button", name="Sign in", exact=True).click()
    expect(stranger.get_by_role("navigation", name="Conversations")).to_be_visible()
    stranger.get_by_role("button", name="Your account").click()
    stranger.get_by_role("menuitem", name="Sign out").click()
    expect(stranger.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    stranger.reload()
    expect(stranger.get_by_role("button", name="Sign in", exact=True)).to_be_visible()


def test_a_wrong_password_is_said_so(stranger: Page, alice: Person) -> None:
    fill_in(stranger, alice.username, "not the password")
    stranger.get_by_role("button", name="Sign in", exact=True).click()
    expect(stranger.get_by_role("alert")).to_be_visible()
    expect(stranger.get_by_role("textbox", name="Username")).to_have_value(alice.username)


def test_no_credential_is_within_reach_of_scripts(alice: Person) -> None:
    alice.arrive()
    session = next(one for one in alice.context.cookies() if one["name"] == "sessionid")
    assert session["httpOnly"]
    assert session["value"] not in alice.page.evaluate("() => document.cookie")
    kept = alice.page.evaluate("() => JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert session["value"] not in kept
    assert not re.search(r"eyJ|ticket", kept)


def test_a_session_ended_elsewhere_signs_the_page_out(alice: Person, bob: Person) -> None:
    conversation = alice.direct(bob)
    alice.arrive().open(conversation)
    alice.faults.allow_network()
    elsewhere = alice.context.browser.new_context()  # type: ignore[union-attr]
    asked = elsewhere.request
    token = asked.get(f"{alice.base}/api/auth/cookie").json()["csrf_token"]
    signed_in = asked.post(
        f"{alice.base}/api/auth/cookie",
        data={"username": alice.username, "password": PASSWORD},
        headers={"X-CSRFToken": token},
    )
    assert signed_in.ok, signed_in.text()
    token = asked.get(f"{alice.base}/api/auth/cookie").json()["csrf_token"]
    assert asked.delete(f"{alice.base}/api/sessions", headers={"X-CSRFToken": token}).ok
    expect(alice.button("Sign in")).to_be_visible()
    # Nothing that was read stays behind on the device.
    assert bob.name not in alice.page.evaluate("() => document.body.innerText")
    elsewhere.close()


def test_devices_are_listed_and_ended(alice: Person) -> None:
    other = alice.context.browser.new_context()  # type: ignore[union-attr]
    token = other.request.get(f"{alice.base}/api/auth/cookie").json()["csrf_token"]
    other.request.post(
        f"{alice.base}/api/auth/cookie",
        data={"username": alice.username, "password": PASSWORD, "device": "An old telephone"},
        headers={"X-CSRFToken": token},
    )
    alice.arrive()
    alice.account.click()
    alice.menu_item("Settings").click()
    device = alice.page.get_by_role("listitem").filter(has_text="An old telephone")
    expect(device).to_be_visible()
    device.get_by_role("button").click()
    expect(device).to_have_count(0)
    assert other.request.get(f"{alice.base}/api/auth/cookie").json()["user"] is None
    other.close()


def test_the_name_changes(alice: Person) -> None:
    alice.arrive()
    alice.account.click()
    alice.menu_item("Settings").click()
    profile = alice.page.get_by_role("region", name="Profile")
    profile.get_by_role("textbox", name="Display name").fill("Alice the Second")
    profile.get_by_role("button", name="Save").click()
    expect(alice.page.get_by_text("Alice the Second").first).to_be_visible()
    assert alice.api("GET /api/users/me")["display_name"] == "Alice the Second"


def test_the_password_changes_and_the_page_stays_signed_in(alice: Person) -> None:
    alice.arrive()
    alice.account.click()
    alice.menu_item("Settings").click()
    new = unique("another-password-")
    alice.page.get_by_label("Current password").fill(PASSWORD)
    alice.page.get_by_label("New password").fill(new)
    alice.page.get_by_role("button", name="Change password").click()
    expect(alice.page.get_by_text("Password changed.")).to_be_visible()
    alice.page.reload()
    expect(alice.account).to_be_visible()
    body = {"username": alice.username, "password": new}
    assert alice.api("POST /api/auth/token", body)["user"]["username"] == alice.username
