"""Too much of anything: pasted, named, written; the workstation says what it does not take and goes on."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from textual import events

from ccpro_desk.domain.values import Direction, Message
from ccpro_desk.widgets.bounded_area import LONGEST_LINE, MOST, folded
from ccpro_desk.widgets.pane import Pane
from ccpro_desk.wire.views import UsagerRef
from tests.screens.scripted import NOW, ScriptedDesk, contact, state
from tests.screens.workstation import Workstation, at_work


async def paste(post: Workstation, text: str) -> None:
    post.app.post_message(events.Paste(text))
    await post.pilot.pause()


async def test_a_megabyte_pasted_is_refused_in_a_sentence_and_what_is_written_stays() -> None:
    desk = ScriptedDesk(state(contact()))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        post.workspace.go_to("reply")
        await post.type("Bonjour")
        await paste(post, "mot " * 250_000)
        assert post.editor.text == "Bonjour" and "100\u00a0000 caractères" in post.notice
        await post.type("!")
        assert post.editor.text == "Bonjour!"


async def test_at_the_limit_no_key_adds_anything_and_a_selection_may_be_replaced() -> None:
    desk = ScriptedDesk(state(contact()))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        post.workspace.go_to("reply")
        await paste(post, "mots\n" * (MOST // 5))
        await post.until(lambda: post.editor.length == MOST, "pasted whole")
        await post.type("x")
        assert post.editor.length == MOST and "rien n'est ajouté" in post.notice
        post.editor.insert_answer("Une fiche.")
        assert post.editor.length == MOST
        await post.press("shift+up")
        await post.type("x")
        assert post.editor.length < MOST and post.editor.text.endswith("x")


async def test_endless_lines_are_cut_where_there_is_a_blank() -> None:
    assert folded("court") == "court"
    lines = folded("mot " * 3_000 + "fin\nautre").split("\n")
    assert max(map(len, lines)) <= LONGEST_LINE and lines[-1] == "autre"
    assert " ".join(lines).split() == ["mot"] * 3_000 + ["fin", "autre"]
    assert "".join(folded("a" * 10_001).split("\n")) == "a" * 10_001
    desk = ScriptedDesk(state(contact()))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        post.workspace.go_to("reply")
        await paste(post, "a" * 9_000)
        await post.until(lambda: len(post.editor.text) > 9_000, "pasted")
        assert post.editor.document.line_count == 3 and "démesurées" in post.notice


async def test_what_cannot_be_seen_does_not_get_into_the_text() -> None:
    desk = ScriptedDesk(state(contact()))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        post.workspace.go_to("reply")
        await paste(post, "a\u200bb\u202ec\x1b[31md\x07\u2066e\r\nf\ufeff")
        assert post.editor.text == "abcde\nf"
        for hidden in ("\u200b", "\u202e", "\u2066"):
            post.editor.post_message(events.Key("unknown", hidden))
        await post.pilot.pause()
        assert post.editor.text == "abcde\nf"


async def test_a_long_conversation_opens_at_its_end_and_is_read_whole_when_asked() -> None:
    messages = tuple(Message(uuid4(), Direction.IN, NOW, "M. Benali", f"message n° {n}") for n in range(500))
    held = contact()
    held = replace(held, view=replace(held.view, messages=messages))
    desk = ScriptedDesk(state(held))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        shown = post.text("message")
        assert "480\u00a0messages plus anciens" in shown
        assert "message n° 479" not in shown and "message n° 480" in shown and "message n° 499" in shown
        post.workspace.go_to("message")
        await post.press("a")
        assert "message n° 0" in post.text("message")
        await post.press("a")
        assert "message n° 0\n" not in post.text("message")


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_a_name_of_two_thousand_characters_hides_nothing(size: tuple[int, int]) -> None:
    name = "SARL " + "TRÈS LONGUE " * 166
    held = contact("Objet " * 400, name=name, usager=UsagerRef("732829320", name))
    desk = ScriptedDesk(state(held))
    async with at_work(lambda: desk.as_desk, answers=False, size=size) as post:
        post.editor.load_text("Bonjour")
        for pane in ("message", "reason", "dossier"):
            lines = post.workspace.query_one(f"#{pane}", Pane).text.split("\n")
            assert max(map(len, lines)) < 400, pane
        assert "qu'en est-il" in post.text("message")
        for keys in (("f6",), ("f7",), ("f8",), ("ctrl+f",), ("ctrl+p",), ("ctrl+n",)):
            await post.press(*keys)
            await post.press("escape")
        assert post.window == "WorkspaceScreen" and post.app.is_running
