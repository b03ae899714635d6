"""The places of the interface that every look at the whole of it visits: each is brought about and named."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from .person import Person


def conversation(person: Person) -> None:
    person.listed("Team").click()
    expect(person.composer).to_be_visible()
    expect(person.messages.first).to_be_visible()


def empty_conversation(person: Person) -> None:
    person.listed("Quiet").click()
    expect(person.composer).to_be_visible()


def details(person: Person) -> None:
    conversation(person)
    person.button("Conversation details").click()
    expect(person.page.get_by_role("complementary", name="Details")).to_be_visible()


def account_menu(person: Person) -> None:
    person.account.click()
    expect(person.menu_item("Sign out")).to_be_visible()


def settings(person: Person) -> None:
    account_menu(person)
    person.menu_item("Settings").click()
    expect(person.page.get_by_role("heading", name="Notifications")).to_be_visible()


def new_menu(person: Person) -> None:
    person.button("New conversation").click()
    expect(person.menu_item("Create a group")).to_be_visible()


def _new(item: str) -> Callable[[Person], None]:
    def go(person: Person) -> None:
        new_menu(person)
        person.menu_item(item).click()
        expect(person.page.get_by_role("dialog")).to_be_visible()

    return go


def search(person: Person) -> None:
    person.button("Search").click()
    dialog = person.dialog("Search")
    dialog.get_by_role("searchbox").fill("release")
    expect(dialog.get_by_role("link").first).to_be_visible()


def switcher(person: Person) -> None:
    person.page.keyboard.press("Control+k")
    expect(person.dialog("Go to conversation")).to_be_visible()


def emoji(person: Person) -> None:
    conversation(person)
    person.act(person.messages.last, "React")
    expect(person.page.get_by_role("dialog").get_by_role("searchbox")).to_be_visible()


def reply(person: Person) -> None:
    conversation(person)
    person.act(person.messages.last, "Reply")
    expect(person.composer).to_be_focused()


def offline(person: Person) -> None:
    conversation(person)
    person.faults.allow_network()
    person.context.set_offline(True)
    person.say("Written offline")
    expect(person.link_says(re.compile("offline|Offline"))).to_be_visible()


PLACES: dict[str, Callable[[Person], None]] = {
    "nothing chosen": lambda _: None,
    "conversation": conversation,
    "empty conversation": empty_conversation,
    "details": details,
    "account menu": account_menu,
    "settings": settings,
    "new menu": new_menu,
    "direct": _new("Start a direct conversation"),
    "group": _new("Create a group"),
    "room": _new("Create a room"),
    "rooms": _new("Find rooms"),
    "search": search,
    "switcher": switcher,
    "emoji": emoji,
    "reply": reply,
    "offline": offline,
}


def furnish(person: Person, other: Person) -> None:
    """Give the person a conversation with everything that a message can have, and one with nothing."""
    team = other.group(person, title="Team")
    first = other.says(team, "The **release** is on _Friday_.\n\n> so it is said\n\n- `notes`\n- tests")
    answer = other.says(team, "See https://parley.example/notes", reply_to=first["id"])
    other.says(team, "```\ndef release():\n    return 'soon'\n```")
    other.says(team, "\n".join(f"line {number}" for number in range(40)))
    person.api(f"PUT /api/messages/{answer['id']}/reactions/👍")
    gone = other.says(team, "Never mind")
    other.api(f"DELETE /api/messages/{gone['id']}")
    edited = other.says(team, "Thursday, rather")
    other.api(
        f"PATCH /api/messages/{edited['id']}", {"body": "Thursday, rather; the release waits for nobody"}
    )
    person.says(team, "Good. I shall write the notes.")
    other.group(person, title="Quiet")


def faults_everywhere(person: Person, judge: Callable[[Page], list[str]]) -> list[str]:
    """Go to every place, and return what `judge` finds there, each with the name of its place."""
    found: list[str] = []
    for name, go in PLACES.items():
        person.arrive("/")
        go(person)
        found += [f"{name}: {line}" for line in judge(person.page)]
        person.context.set_offline(False)
        person.page.goto("about:blank")
    return found
