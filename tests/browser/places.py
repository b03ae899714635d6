"""The places of the interface that every look at the whole of it visits: each is brought about and named."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from playwright.sync_api import Route, expect

from .caller import Caller
from .files import Sent, attach, expect_drawn, picture, silence, stored, text, uploaded
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


def gallery(person: Person) -> None:
    conversation(person)
    person.button("Open picture: lake.png").click()
    expect_drawn(person.dialog("Pictures").get_by_role("img", name="lake.png"))


def tray(person: Person) -> None:
    empty_conversation(person)
    attach(person, picture("draft.png"), text())
    uploaded(person, 2)


def lobby(person: Person) -> None:
    conversation(person)
    person.page.get_by_role("main").get_by_role("button", name="Call", exact=True).click()
    before = Caller(person).lobby
    before.get_by_role("button", name="Turn the camera on").click()
    expect(before.get_by_label("What others see of you")).to_be_visible()


def doctor(person: Person) -> None:
    settings(person)
    person.button("Check calls").click()
    expect(person.dialog("Call check")).to_be_visible()


def recordings(person: Person) -> None:
    """Of a call that ended just now, as the server lists them."""

    def past(route: Route) -> None:
        file = {"id": "f", "name": "r.webm", "media_type": "video/webm", "size": 9, "thumbnail_url": None}
        shape = {"by": "p", "started_at": "", "duration_s": 4000, "file": {**file, "width": 1, "height": 1}}
        made = [{**shape, "id": "r", "state": "ready"}]
        made += [{**shape, "id": state, "state": state, "file": None} for state in ("uploading", "failed")]
        call = {
            "id": "c",
            "state": "ended",
            "end_reason": "completed",
            "duration_s": 4000,
            "recordings": made,
        }
        times = {"started_by": person.id, "ended_at": datetime.now(UTC).isoformat()}
        route.fulfill(json={"results": [{**call, **times}], "next": None})

    address = "**/api/conversations/*/calls?*"
    person.page.route(address, past)
    conversation(person)
    expect(person.button("Play the recording, 66:40")).to_be_visible()
    person.page.unroute(address)


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
    "gallery": gallery,
    "tray": tray,
    "lobby": lobby,
    "doctor": doctor,
    "recordings": recordings,
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
    sound = Sent("waves.wav", "audio/wav", silence(1))
    files = stored(other, picture(), picture("mole.png", (300, 900), "#2f7433"), text(), sound)
    other.says(team, "From the lake", attachments=files)
    gone = other.says(team, "Never mind")
    other.api(f"DELETE /api/messages/{gone['id']}")
    edited = other.says(team, "Thursday, rather")
    other.api(
        f"PATCH /api/messages/{edited['id']}", {"body": "Thursday, rather; the release waits for nobody"}
    )
    person.says(team, "Good. I shall write the notes.")
    other.group(person, title="Quiet")


def places_of_a_call(person: Person, other: Person) -> Iterator[str]:
    """Let the other one call, and bring about the places of that call, one after the other."""
    here, there = Caller(person), Caller(other)
    # Not where messages are looked at: its lines would come among them later.
    empty_conversation(other.arrive())
    empty_conversation(person.arrive())
    there.calls(video=True)
    expect(here.incoming).to_be_visible()
    yield "incoming call"
    here.answers()
    # A poor one is named at the person's picture too.
    expect(here.room.get_by_text("connection").first).to_be_visible()
    yield "call"
    there.press("Share your screen")
    expect(here.tile(f"Screen of {other.name}")).to_be_visible()
    yield "screen in a call"
    here.press("Devices")
    expect(here.room.get_by_role("combobox", name="Microphone")).to_be_visible()
    yield "devices in a call"
    here.press("Make the call small")
    expect(person.composer).to_be_visible()
    yield "small call"
    here.hangs_up()
    expect(there.room).to_have_count(0)
    expect(person.log.get_by_role("note").last).to_be_visible()
    yield "call in the log"
