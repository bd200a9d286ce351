"""Finding an answer: suggestions before anything is typed, and typing that waits for no search."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from textual.widgets import Input

from ccpro_desk.answers.find import AnswerIndex
from ccpro_desk.widgets.line_list import LineList
from tests.screens.scripted import ScriptedDesk, contact, state
from tests.screens.workstation import Workstation, at_work


def keys(post: Workstation) -> list[str]:
    return [entry.key for entry in post.app.screen.query_one("#list", LineList).entries]


async def test_three_answers_are_suggested_and_what_is_taken_is_counted() -> None:
    desk = ScriptedDesk(state(contact("Avis de CFE introuvable", "Je ne trouve pas mon avis de CFE.")))
    async with at_work(lambda: desk.as_desk) as post:
        await post.press("f3")
        await post.until(lambda: keys(post), "the suggestions")
        assert len(keys(post)) == 3 and keys(post)[0] == "CFE-046"
        assert post.notice == "Suggestions pour ce contact."
        await post.type("remb tva")
        await post.until(lambda: "TVA-021" in keys(post), "what was typed")
        assert post.notice == ""
        await post.press("enter")
        await post.until(lambda: desk.uses.taken, "the use")
        assert desk.uses.taken[0].startswith("TVA-")


async def test_typing_waits_for_no_search_and_enter_takes_what_was_typed_last(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    go_on = threading.Event()
    search = AnswerIndex.search

    def slow(*given: Any, **named: Any) -> Any:
        assert go_on.wait(30)
        return search(*given, **named)

    desk = ScriptedDesk(state(contact()))
    async with at_work(lambda: desk.as_desk) as post:
        monkeypatch.setattr(AnswerIndex, "search", slow)
        try:
            await post.press("f3")
            await post.type("avis cfe")
            assert post.app.screen.query_one("#query", Input).value == "avis cfe"
            assert keys(post) == []
            await post.press("enter")
            assert post.window == "AnswersScreen"
        finally:
            go_on.set()
        await post.until(lambda: desk.uses.taken == ["CFE-046"], "the answer taken")
