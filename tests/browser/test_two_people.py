"""Two people in two browsers do what people do in a chat."""

import re

import pytest
from playwright.sync_api import Locator, Route, expect

from .conftest import Someone
from .person import Person, unique


@pytest.fixture
def talk(alice: Person, bob: Person) -> str:
    """A direct conversation that both look at."""
    conversation = alice.direct(bob)
    alice.arrive().open(conversation)
    bob.arrive().open(conversation)
    return conversation


def test_what_one_says_the_other_sees(talk: str, alice: Person, bob: Person) -> None:
    alice.say("Good morning, Bob")
    bob.sees("Good morning, Bob")
    bob.say("Good morning, Alice")
    for one in (alice, bob):
        one.sees_in_order("Good morning, Bob", "Good morning, Alice")
    alice.reads(talk, "Good morning, Bob", "Good morning, Alice")


def test_a_direct_conversation_is_started_from_the_interface(alice: Person, bob: Person) -> None:
    bob.arrive()
    alice.arrive()
    alice.button("New conversation").click()
    alice.menu_item("Start a direct conversation").click()
    dialog = alice.dialog("Start a direct conversation")
    dialog.get_by_role("searchbox", name="Search people").fill(bob.username)
    dialog.get_by_role("button", name=re.compile("^Bob")).click()
    expect(alice.composer).to_be_visible()
    alice.say("Found you")
    bob.listed("Alice").click()
    bob.sees("Found you")


def test_an_edit_is_seen_and_marked(talk: str, alice: Person, bob: Person) -> None:
    alice.tell("Teh first draft")
    bob.sees("Teh first draft")
    alice.composer.press("ArrowUp")
    expect(alice.composer).to_have_value("Teh first draft")
    alice.composer.fill("The first draft")
    alice.composer.press("Enter")
    bob.sees("The first draft")
    expect(bob.message("The first draft")).to_contain_text("edited")
    expect(bob.messages).to_have_count(1)


def test_escape_leaves_an_edit_as_it_was(talk: str, alice: Person) -> None:
    alice.tell("As it was")
    alice.composer.press("ArrowUp")
    expect(alice.composer).to_have_value("As it was")
    alice.composer.fill("Something else")
    alice.composer.press("Escape")
    expect(alice.composer).to_have_value("")
    alice.sees("As it was")


def test_a_deleted_message_keeps_its_place(talk: str, alice: Person, bob: Person) -> None:
    alice.tell("Regrettable")
    bob.sees("Regrettable")
    alice.act(alice.message("Regrettable"), "Delete")
    alice.page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(bob.message("Regrettable")).to_have_count(0)
    expect(bob.messages.filter(has_text=re.compile("deleted"))).to_have_count(1)
    expect(alice.messages).to_have_count(1)


def test_reactions_are_counted_and_taken_back(talk: str, alice: Person, bob: Person) -> None:
    alice.say("Cake in the kitchen")
    bob.sees("Cake in the kitchen")
    bob.act(bob.message("Cake in the kitchen"), "React")
    picker = bob.page.get_by_role("dialog")
    picker.get_by_role("searchbox").fill("cake")
    picker.get_by_role("searchbox").press("Enter")
    chip = alice.message("Cake in the kitchen").get_by_role("button", pressed=False).filter(has_text="1")
    expect(chip).to_have_count(1)
    chip.click()
    mine = bob.message("Cake in the kitchen").get_by_role("button", pressed=True).filter(has_text="2")
    expect(mine).to_have_count(1)
    mine.click()
    both = alice.message("Cake in the kitchen").get_by_role("button", pressed=True).filter(has_text="1")
    expect(both).to_have_count(1)


def test_a_reply_shows_what_it_answers(talk: str, alice: Person, bob: Person) -> None:
    alice.say("Where shall we eat?")
    bob.sees("Where shall we eat?")
    bob.act(bob.message("Where shall we eat?"), "Reply")
    expect(bob.composer).to_be_focused()
    bob.say("At the harbour")
    answer = alice.messages.filter(has_text="At the harbour")
    expect(answer).to_contain_text("Where shall we eat?")
    said = alice.api(f"GET /api/conversations/{talk}/messages")["results"][0]
    assert said["reply_to"]["excerpt"] == "Where shall we eat?"


def test_who_types_is_shown_and_ends_with_the_message(talk: str, alice: Person, bob: Person) -> None:
    alice.composer.press_sequentially("Well")
    expect(bob.page.get_by_role("main").get_by_text("Alice is typing")).to_be_visible()
    alice.composer.press("Enter")
    expect(bob.page.get_by_role("main").get_by_text("Alice is typing")).to_have_count(0)


def test_unread_counts_rise_and_fall(alice: Person, bob: Person) -> None:
    conversation = alice.group(bob, title="Lunch")
    other = alice.direct(bob)
    bob.arrive().open(other)
    for number in range(3):
        alice.says(conversation, f"Course {number}")
    expect(bob.listed("Lunch")).to_contain_text("3")
    expect(bob.page).to_have_title(re.compile(r"^\(3\)"))
    bob.listed("Lunch").click()
    expect(bob.page.get_by_role("separator", name="New messages")).to_be_visible()
    bob.sees("Course 2")
    expect(bob.page).not_to_have_title(re.compile(r"^\("))
    bob.has_read(conversation)


def test_the_sender_sees_that_it_was_read(talk: str, alice: Person, bob: Person) -> None:
    alice.say("Did you see this?")
    bob.sees("Did you see this?")
    expect(alice.log.get_by_label(re.compile("(Seen|Read) by.*Bob")).first).to_be_visible()


def test_presence_follows_the_other(talk: str, alice: Person, bob: Person) -> None:
    expect(alice.page.get_by_text("Online", exact=True).first).to_be_visible()
    bob.page.close()
    expect(alice.page.get_by_text("Offline", exact=True).first).to_be_visible()


def test_a_room_is_made_found_joined_and_left(alice: Person, bob: Person) -> None:
    slug = unique("garden")
    alice.arrive()
    alice.button("New conversation").click()
    alice.menu_item("Create a room").click()
    dialog = alice.dialog("Create a room")
    dialog.get_by_role("textbox", name="Name of the room").fill(f"The {slug}")
    dialog.get_by_role("textbox", name="Address").fill(slug)
    dialog.get_by_role("button", name="Create", exact=True).click()
    expect(alice.composer).to_be_visible()
    alice.say("Roses are out")
    bob.arrive()
    bob.button("New conversation").click()
    bob.menu_item("Find rooms").click()
    rooms = bob.dialog("Find rooms")
    rooms.get_by_role("searchbox", name="Search rooms").fill(slug)
    rooms.get_by_role("button", name=f"Join: The {slug}").click()
    bob.sees("Roses are out")
    bob.button("Conversation details").click()
    details = bob.page.get_by_role("complementary", name="Details")
    details.get_by_role("button", name=re.compile("^Leave")).click()
    bob.dialog(f"Leave “The {slug}”?").get_by_role("button", name="Leave").click()
    expect(bob.listed(f"The {slug}")).to_have_count(0)


def rename(person: Person, title: str) -> Locator:
    """Fill in the form that renames the open conversation, and return its field."""
    person.button("Conversation details").click()
    details = person.page.get_by_role("complementary", name="Details")
    details.get_by_role("button", name=re.compile("^Rename")).click()
    box = person.dialog("Rename the conversation").get_by_role("textbox", name="Name")
    box.fill(title)
    return box


def test_a_group_is_made_renamed_and_somebody_invited(person: Someone, alice: Person, bob: Person) -> None:
    carol = person("Carol").arrive()
    conversation = alice.group(bob, title="Picnic")
    alice.arrive().open(conversation)
    rename(alice, "Winter picnic").press("Enter")
    expect(alice.listed("Winter picnic")).to_be_visible()
    details = alice.page.get_by_role("complementary", name="Details")
    details.get_by_role("button", name=re.compile("^(Invite|Add)")).first.click()
    dialog = alice.dialog("Invite people")
    dialog.get_by_role("searchbox", name="Search people").fill(carol.username)
    dialog.get_by_role("button", name=re.compile("^Carol")).click()
    dialog.get_by_role("button", name="Invite", exact=True).click()
    expect(carol.listed("Winter picnic")).to_be_visible()


def test_a_late_answer_closes_only_its_own_dialog(alice: Person, bob: Person) -> None:
    conversation = alice.group(bob, title="Slow")
    alice.arrive().open(conversation)
    box = rename(alice, "Slow, but sure")
    held: list[Route] = []
    alice.page.route(f"**/api/conversations/{conversation}", lambda route: held.append(route))  # noqa: PLW0108 (a built-in has no signature to look at)
    with alice.page.expect_request(f"**/api/conversations/{conversation}"):
        box.press("Enter")
    alice.page.keyboard.press("Escape")
    alice.page.keyboard.press("Control+k")
    expect(alice.dialog("Go to conversation")).to_be_visible()
    held[0].continue_()
    expect(alice.listed("Slow, but sure")).to_have_count(1)
    expect(alice.dialog("Go to conversation")).to_be_visible()


def test_somebody_removed_loses_the_conversation_at_once(alice: Person, bob: Person) -> None:
    conversation = alice.group(bob, title="Secret")
    alice.says(conversation, "Not for long")
    bob.arrive().open(conversation)
    bob.sees("Not for long")
    bob.faults.allow_network()
    alice.api(f"DELETE /api/conversations/{conversation}/members/{bob.id}")
    expect(bob.listed("Secret")).to_have_count(0)
    expect(bob.page.get_by_text("Not for long")).to_have_count(0)


def test_search_leads_to_the_message_in_its_place(alice: Person, bob: Person) -> None:
    conversation = alice.direct(bob)
    alice.says(conversation, "The password of the printer is tulip")
    for number in range(120):
        bob.says(conversation, f"Chatter {number}")
    alice.arrive()
    alice.button("Search").click()
    search = alice.dialog("Search")
    search.get_by_role("searchbox", name="Search messages").fill("tulip")
    search.get_by_role("link", name=re.compile("tulip")).click()
    alice.sees("The password of the printer is tulip")
    expect(alice.message("The password of the printer is tulip")).to_be_in_viewport()
    expect(alice.button("Jump to newest")).to_be_visible()
    alice.button("Jump to newest").click()
    expect(alice.message("Chatter 119")).to_be_in_viewport()


def test_blocked_people_are_folded_and_let_back(alice: Person, bob: Person) -> None:
    conversation = alice.group(bob, title="Crowd")
    bob.says(conversation, "Something rude")
    alice.arrive().open(conversation)
    alice.sees("Something rude")
    alice.api(f"PUT /api/users/{bob.id}/block")
    alice.looks_again()
    expect(alice.log.get_by_text("Something rude")).to_have_count(0)
    alice.api(f"DELETE /api/users/{bob.id}/block")
    alice.looks_again()
    expect(alice.log.get_by_text("Something rude")).to_be_visible()


def test_muting_is_remembered(alice: Person, bob: Person) -> None:
    conversation = alice.group(bob, title="Noise")
    alice.arrive().open(conversation)
    alice.button("Conversation details").click()
    details = alice.page.get_by_role("complementary", name="Details")
    details.get_by_role("button", name="Mute", exact=True).click()
    alice.menu_item("For a day").click()
    expect(details.get_by_role("button", name="Unmute")).to_be_visible()
    assert alice.api(f"GET /api/conversations/{conversation}")["muted_until"]
