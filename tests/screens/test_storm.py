"""A storm of keys, a window pulled small, a line that comes and goes: no crash, and nothing written is lost."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from textual import events

from ccpro_desk.cli.tour.robot import key_of
from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.errors import DeskRefused
from ccpro_desk.desk.state import LinkKind
from ccpro_desk.domain.values import Status
from ccpro_desk.screens.workspace import WorkspaceScreen
from tests.screens.workstation import Workstation, at_work, connected
from tests.support.scripted_central import ScriptedCentral

KEYS, SEED = 5_000, 20261124
BURST = 25
NAMED = (
    *(f"f{number}" for number in range(1, 13)),
    *(f"ctrl+{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"),
    *("tab", "shift+tab", "escape", "enter", "backspace", "delete", "up", "down", "left", "right"),
    *("home", "end", "pageup", "pagedown", "shift+left", "shift+end", "ctrl+left", "ctrl+delete"),
)
TYPED = "abcdefghijklmnopqrstuvwxyzéèàçùœ 0123456789.,;:!?'\"()[]{}<>/\\@#€%&*-_=+«»\n"

pytestmark = pytest.mark.timeout(400)


def a_key(dice: random.Random, wild: float) -> events.Event:
    """Text, as hands on a keyboard give; a share of `wild` anything else, now and then a paste."""
    if dice.random() > wild:
        return key_of(dice.choice(TYPED))
    if dice.random() < 0.95:
        return events.Key(dice.choice(NAMED), None)
    return events.Paste("".join(dice.choice(TYPED) for _ in range(dice.randrange(200))))


async def to_the_reply(post: Workstation, central: ScriptedCentral) -> None:
    """Out of all windows, a contact in hand, the reply under the fingers; unless the storm has left for good."""
    for _ in range(4):
        post.app.post_message(events.Key("escape", None))
    await post.pilot.pause()
    if post.window != "WorkspaceScreen":
        return
    if post.editor.disabled:
        central.bring()
        with suppress(DeskRefused):
            await post.desk.set_status(Status.AVAILABLE)
            if found := await post.desk.next():
                post.workspace.open_contact(found.id)
    post.workspace.go_to("reply")


async def a_burst(post: Workstation, dice: random.Random) -> None:
    """Half of them somebody who types, half of them somebody who leans on the keyboard."""
    post.later()
    wild = dice.choice((0.03, 0.4))
    for _ in range(BURST):
        post.app.post_message(a_key(dice, wild))
    await post.pilot.pause()


def drafts(desk: Desk) -> dict[Any, str]:
    return {contact.id: contact.draft for contact in desk.state.contacts}


def shown(post: Workstation) -> str | None:
    """What the reply of the contact on the screen holds."""
    contact = post.workspace.contact
    return post.editor.text if contact and not post.editor.disabled else None


def _is_settled(post: Workstation) -> bool:
    """The last of a burst's keys may still be on their way to the draft."""
    text = shown(post) if post.window == "WorkspaceScreen" else None
    return not text or drafts(post.desk)[post.workspace.current] == text


async def test_five_thousand_keys_at_random_neither_crash_nor_lose_a_draft(
    opened: Callable[[], Desk], central: ScriptedCentral, sign_in: Any
) -> None:
    dice, pressed, texts = random.Random(SEED), 0, 0
    for number in range(6):
        central.bring(f"Demande n° {number}")
    while pressed < KEYS:
        async with at_work(opened, answers=False) as post:
            if post.window == "SignInScreen":
                await sign_in(post)
            await post.press("f2")
            while post.app.is_running and pressed < KEYS:
                if dice.random() < 0.5:
                    await to_the_reply(post, central)
                await a_burst(post, dice)
                pressed += BURST
                await post.until(lambda: _is_settled(post), "the draft is what is shown")
                if post.window == "WorkspaceScreen" and (text := shown(post)):
                    texts += 1
                    assert drafts(post.desk)[post.workspace.current] == text
                if dice.random() < 0.02:
                    central.usager_writes(dice.choice(list(central.contacts)))
            before = drafts(post.desk)
        kept = opened()
        try:
            after = drafts(kept)
            assert {key: after.get(key) for key, text in before.items() if text} == {
                key: text for key, text in before.items() if text
            }
        finally:
            await kept.stop()
    assert texts > 20, "the storm hardly ever wrote anything: it proves nothing"


async def test_pulled_to_twenty_by_five_and_back_everything_stands_as_before(
    opened: Callable[[], Desk], central: ScriptedCentral, sign_in: Any
) -> None:
    taken = central.bring()
    async with at_work(opened, answers=False) as post:
        await sign_in(post)
        await post.take(taken)
        await post.press("tab")
        await post.type("Bonjour, nous")
        before = (post.text("message"), post.editor.text, post.editor.cursor_location)
        for width, height in ((20, 5), (1, 1), (80, 24), (20, 5), (250, 80), (120, 40)):
            await post.pilot.resize_terminal(width, height)
            await post.type("!")
            await post.press("backspace")
        assert (post.text("message"), post.editor.text, post.editor.cursor_location) == before
        assert isinstance(post.app.screen, WorkspaceScreen) and post.app.screen.focused is post.editor


async def test_a_line_that_comes_and_goes_sixty_times_loses_and_doubles_nothing(
    opened: Callable[[], Desk], central: ScriptedCentral, sign_in: Any
) -> None:
    taken = central.bring()
    async with at_work(opened, answers=False) as post:
        await sign_in(post)
        await post.take(taken)
        await post.press("tab")
        for number in range(60):
            up = number % 2 == 1
            central.fault = (lambda _: None) if up else (lambda _: "before")
            if not up:
                central.end_feeds()
            await post.type(f"{number} ")
            if number % 10 == 5:
                await post.desk.note(taken, f"note {number}")
        central.fault = lambda _: None
        await connected(post)
        await post.until(lambda: post.desk.state.link.pending == 0, "all sent")
        assert post.editor.text == "".join(f"{number} " for number in range(60))
        notes = [c.body.text for c in central.applied if c.body.type == "contact.note"]  # type: ignore[attr-defined]
        assert notes == [f"note {number}" for number in range(5, 60, 10)]
        assert post.desk.state.link.kind is LinkKind.UP_TO_DATE
