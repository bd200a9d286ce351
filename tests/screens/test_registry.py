"""Footer, help and palette are the registry."""

from __future__ import annotations

from inspect import signature

import pytest

from ccpro_desk import actions
from ccpro_desk.app import DeskApp
from ccpro_desk.screens.workspace import WorkspaceScreen
from ccpro_desk.widgets.bars import KeyBar
from tests.screens.scripted import ScriptedDesk, contact, state
from tests.screens.workstation import at_work

WIDE = ["F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "^T", "^P", "^G"]
NARROW = ["F2", "F3", "F5", "F6", "F8", "F9", "^P"]


@pytest.mark.parametrize(("size", "keys"), [((120, 40), WIDE), ((80, 24), NARROW)])
async def test_the_footer_fits_and_shows_what_works(size: tuple[int, int], keys: list[str]) -> None:
    desk = ScriptedDesk(state(contact()))
    async with at_work(lambda: desk.as_desk, size=size, answers=False) as post:
        bar = post.app.screen.query_one(KeyBar)
        assert [key for _, key, _ in bar.shown] == keys
        line = bar.render_line(0).text
        assert all(f"{key} {word}" in line for _, key, word in bar.shown)


async def test_help_has_a_line_for_every_action() -> None:
    desk = ScriptedDesk(state(contact()))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        await post.press("ctrl+g")
        shown = post.text("text")
        for action in actions.ACTIONS:
            assert action.label in shown, action.id
            assert all(actions.key_name(key) in shown for key in action.keys), action.id


async def test_the_palette_does_what_it_says_and_says_why_not() -> None:
    desk = ScriptedDesk(state())
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        await post.press("ctrl+p")
        await post.type("clore")
        await post.press("enter")
        assert "Aucun contact en cours" in post.notice
        await post.press("escape", "colon")
        await post.type("mes envois")
        await post.press("enter")
        await post.until(lambda: post.window == "SentScreen", "the list of sendings")


def test_ids_are_unique_and_no_key_is_used_twice() -> None:
    assert len(actions.by_id()) == len(actions.ACTIONS)
    always = [k for a in actions.ACTIONS if a.binding is actions.Binding.ALWAYS for k in a.keys]
    outside = [k for a in actions.ACTIONS if a.binding is actions.Binding.OUTSIDE_EDITORS for k in a.keys]
    assert len(set(always)) == len(always) and not set(always) & set(outside)


def test_every_ready_action_of_the_registry_is_done_somewhere() -> None:
    for action in actions.ACTIONS:
        if action.ready and action.binding is not actions.Binding.WIDGET:
            name = f"do_{action.id}"
            assert hasattr(WorkspaceScreen, name) or hasattr(DeskApp, name), action.id


def test_what_may_follow_a_place_is_taken_by_whoever_does_it() -> None:
    for action in actions.ACTIONS:
        done = getattr(WorkspaceScreen, f"do_{action.id}", None) or getattr(DeskApp, f"do_{action.id}", None)
        if action.argument is not None:
            assert done is not None and len(signature(done).parameters) == 2, action.id


async def test_at_80_columns_tab_goes_round_one_column_at_a_time() -> None:
    desk = ScriptedDesk(state(contact()))
    async with at_work(lambda: desk.as_desk, size=(80, 24), answers=False) as post:
        seen = []
        for _ in range(5):
            columns = [i for i in ("left", "middle", "dossier") if post.app.screen.query_one(f"#{i}").display]
            seen.append((columns, post.app.screen.focused and post.app.screen.focused.id))
            await post.press("tab")
        assert [focus for _, focus in seen] == ["message", "reply", "dossier", "contacts", "message"]
        assert [columns for columns, _ in seen] == [["middle"], ["middle"], ["dossier"], ["left"], ["middle"]]
