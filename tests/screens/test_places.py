"""`:` goes to a place; the palette remembers what was done last, for this agent and this session."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from textual.widgets import Input

from ccpro_desk.desk.preferences import ConfigFolder
from ccpro_desk.widgets.line_list import LineList
from tests.screens.scripted import AGENT, ScriptedDesk, contact, state
from tests.screens.workstation import Workstation, at_work


def first_line(post: Workstation) -> str:
    return post.app.screen.query_one("#list", LineList).entries[0].blocks[0].content.plain


def field(post: Workstation) -> str:
    return post.app.screen.query_one("#query", Input).value


async def test_a_place_is_typed_completed_and_reached_with_what_it_asks() -> None:
    desk = ScriptedDesk(state(contact()))
    async with at_work(lambda: desk.as_desk) as post:
        await post.press("colon")
        assert field(post) == ":"
        await post.type("fic")
        assert field(post) == ":fic"
        await post.press("tab")
        assert field(post) == ":fiches "
        await post.type("cfe")
        await post.press("enter")
        assert post.window == "AnswersScreen" and field(post) == "cfe"


async def test_a_place_that_is_asked_for_wrongly_says_so_and_stays() -> None:
    desk = ScriptedDesk(state(contact()))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        await post.press("colon")
        await post.type("theme vert")
        await post.press("enter")
        assert post.window == "PaletteScreen" and post.notice.startswith("Thème inconnu : choisissez")


async def test_in_an_editor_the_colon_is_typed() -> None:
    desk = ScriptedDesk(state(contact()))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        post.workspace.go_to("reply")
        await post.press("colon")
        assert post.editor.text == ":" and post.window == "WorkspaceScreen"


async def test_what_was_done_last_comes_first_until_another_agent_sits_down(config: ConfigFolder) -> None:
    desk = ScriptedDesk(state(contact()))
    async with at_work(lambda: desk.as_desk, answers=False, config=config) as post:
        await post.press("colon")
        await post.type("theme clair")
        await post.press("enter")
        assert post.app.theme == "clair" and config.read()[0].theme == "clair"
        await post.press("ctrl+p")
        assert first_line(post).startswith("Changer de thème : clair") and "récemment" in first_line(post)
        await post.press("escape")
        desk.state = replace(desk.state, agent=replace(AGENT, id=uuid4()))
        post.app.show_state(desk.state)
        await post.press("ctrl+p")
        assert "récemment" not in first_line(post)
    assert "theme clair" not in "".join(path.read_text() for path in config.path.iterdir())
