"""A friendly team and what it has been talking about: for the pictures."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import psycopg
from playwright.sync_api import Browser

from tests.live import Installation

from .person import Person


class Said(NamedTuple):
    """`minutes` ago; `answers` is the place of what it replies to; reactions as (emoji, by whom)."""

    who: str
    minutes: int
    text: str
    answers: int | None = None
    reactions: tuple[tuple[str, str], ...] = ()


NAMES = {
    "mara": "Mara Lindqvist",
    "jonas": "Jonas Weber",
    "amira": "Amira Haddad",
    "tomas": "Tomás Rivera",
    "yuki": "Yuki Tanaka",
    "priya": "Priya Nair",
}

FESTIVAL = (
    Said("jonas", 1512, "The harbour office has signed. We have the pier from *Thursday noon* until Sunday night."),
    Said("amira", 1508, "Wonderful! Then I can tell the bands.", reactions=(("🎉", "mara"), ("🎉", "jonas"))),
    Said("priya", 1499, "Power is still open: two of the four boxes on the pier are dead. I have asked the city."),
    Said("tomas", 96, "Morning! I walked the pier with the electrician. In short:\n\n- box **1** and **2** are fine\n"
         "- box **3** needs a new breaker, *today*\n- box **4** is beyond saving, we run a cable from 2",
         reactions=(("👍", "mara"), ("👍", "priya"), ("👍", "amira"), ("❤️", "jonas"))),
    Said("priya", 94, "You are a hero. How long a cable?", answers=3),
    Said("tomas", 93, "60 m, rubber, and ramps where people walk. I have it on the van already."),
    Said("yuki", 41, "First draft of the programme is up: https://festival.example/programme\n"
         "Please look for your names, I typed them from memory 🙈"),
    Said("amira", 38, "> First draft of the programme is up\n\nSaturday looks great. One wish: the children's choir "
         "before six, their bus leaves at seven."),
    Said("yuki", 36, "Of course. Swapped with the brass band, who will be happier in the evening light anyway.",
         reactions=(("☀️", "amira"), ("🎺", "tomas"), ("🎺", "jonas"))),
    Said("jonas", 12, "Volunteers so far: 34. We wanted 40, so I'll put a note up in the bakery."),
    Said("mara", 9, "Put me down for the early shift on Friday, and my brother for the bar."),
    Said("jonas", 8, "Done, both of you. Tell him it is mostly lemonade 🍋", answers=10, reactions=(("😄", "mara"),)),
)  # fmt: skip

OTHERS: tuple[tuple[str, tuple[str, ...], tuple[Said, ...]], ...] = (
    ("Kitchen rota", ("mara", "yuki", "priya"), (Said("yuki", 55, "I bring the big pot on Friday 🍲"),)),
    ("Poster design", ("mara", "amira", "tomas"), (
        Said("mara", 210, "Blue on sand, as on the sketch?"),
        Said("amira", 188, "Yes! And the date a little larger."),
    )),
    ("Boat trips", ("mara", "jonas", "tomas", "priya"), (Said("priya", 2900, "The skipper says yes to Sunday."),)),
)  # fmt: skip

DIRECT = (
    ("amira", (Said("amira", 22, "Coffee at four? I found the old posters."),)),
    ("tomas", (Said("tomas", 130, "Van keys are in the drawer."), Said("mara", 128, "Thank you!"))),
)


class Team:
    """The people with their contexts; `home` is the conversation in the pictures, `mara` is who looks."""

    def __init__(self, browser: Browser, base: str, live: Installation) -> None:
        self._live = live
        self.people = {
            key: Person(browser, base, name, username=f"{key}.harbour") for key, name in NAMES.items()
        }
        for person in self.people.values():
            person.register()
        self.home = self._group("Harbour festival", tuple(NAMES), FESTIVAL, by="jonas")
        for title, members, said in OTHERS:
            self._group(title, members, said, by=members[-1])
        for other, said in DIRECT:
            self._tell(self.people[other].direct(self.mara), said)

    @property
    def mara(self) -> Person:
        return self.people["mara"]

    def close(self) -> None:
        for person in self.people.values():
            person.context.close()

    def _group(self, title: str, members: tuple[str, ...], said: tuple[Said, ...], *, by: str) -> str:
        others = [self.people[member] for member in members if member != by]
        conversation = self.people[by].group(*others, title=title)
        self._tell(conversation, said)
        return conversation

    def _tell(self, conversation: str, said: tuple[Said, ...]) -> None:
        ids: list[str] = []
        for one in said:
            answer = {} if one.answers is None else {"reply_to": ids[one.answers]}
            ids.append(self.people[one.who].says(conversation, one.text, **answer)["id"])
        for one, message in zip(said, ids, strict=True):
            for emoji, who in one.reactions:
                self.people[who].api(f"PUT /api/messages/{message}/reactions/{emoji}")
        self._date(conversation, dict(zip(ids, (one.minutes for one in said), strict=True)))

    def _date(self, conversation: str, minutes: dict[str, int]) -> None:
        """Let it have been said earlier than just now."""
        now = datetime.now(UTC)
        with psycopg.connect(self._live.environ["DATABASE_URL"]) as connection:
            for message, ago in minutes.items():
                at = now - timedelta(minutes=ago)
                connection.execute(
                    "UPDATE conversations_message SET created_at = %s WHERE id = %s", (at, message)
                )
                connection.execute(
                    "UPDATE conversations_logentry SET at = %s WHERE message_id = %s", (at, message)
                )
            connection.execute(
                "UPDATE conversations_conversation SET last_activity_at = %s WHERE id = %s",
                (now - timedelta(minutes=min(minutes.values())), conversation),
            )
