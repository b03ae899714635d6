"""Four people in one call: everybody is connected with everybody, and comes and goes as they like."""

import pytest
from playwright.sync_api import expect

from .caller import Caller, calling
from .conftest import Someone
from .person import Person


@pytest.fixture
def four(person: Someone, alice: Person, bob: Person, carol: Person) -> list[Caller]:
    people = [alice, bob, carol, person("Dora")]
    group = alice.group(*people[1:], title="Four")
    return [calling(one, group) for one in people]


def test_four_people_see_and_hear_each_other(four: list[Caller]) -> None:
    first, *others = four
    first.calls(video=True)
    for one in others:
        one.answers(video=True)
    for one in four:
        one.hears(3, video=True)
        expect(one.room.get_by_role("listitem")).to_have_count(4)
    others[0].hangs_up()
    for one in (first, *others[1:]):
        one.hears(2)
    others[0].joins()
    for one in four:
        one.hears(3)


def test_who_declined_may_still_join(four: list[Caller]) -> None:
    first, second, third, _ = four
    first.calls()
    third.declines()
    second.answers()
    third.joins()
    for one in (first, second, third):
        one.hears(2)
