"""The client behind API Gateway: the welcome answers its first frame, and several frames come at once."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.gateway.cloud import Cloud, cloud_installation
from tools.ministack import Ministack

from .conftest import Someone


@pytest.fixture(scope="module")
def gateway(emulator: Ministack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    with (
        cloud_installation(tmp_path_factory.mktemp("lambda"), emulator, RATE_LIMIT_FACTOR="0") as made,
        made.server() as running,
    ):
        yield running


def test_two_people_talk(gateway: Cloud, person: Someone) -> None:
    alice, bob = person("Alice", base=gateway.base), person("Bob", base=gateway.base)
    conversation = alice.direct(bob)
    alice.open(conversation)
    bob.open(conversation)
    alice.say("Is anybody there?")
    bob.sees("Is anybody there?")
    bob.composer.press_sequentially("Yes")
    expect(alice.page.get_by_role("main").get_by_text("Bob is typing")).to_be_visible()
    bob.composer.press("Enter")
    alice.sees("Yes")
    alice.sees_in_order("Is anybody there?", "Yes")


def test_a_conversation_begins_while_one_watches(gateway: Cloud, person: Someone) -> None:
    alice, bob = person("Alice", base=gateway.base), person("Bob", base=gateway.base)
    bob.arrive()
    group = alice.group(bob, title="Tea at four")
    expect(bob.listed("Tea at four")).to_be_visible()
    alice.says(group, "Milk?")
    expect(bob.listed("Tea at four")).to_contain_text("Milk?")
