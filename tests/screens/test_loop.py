"""The loop of the day: next, read, answer, send, take back, close."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.state import SendState, Sent
from ccpro_desk.domain.values import Outcome, State
from ccpro_desk.widgets.line_list import LineList
from ccpro_desk.widgets.pane import Pane
from tests.screens.scripted import NOW, ScriptedDesk, contact, state
from tests.screens.workstation import at_work
from tests.support.scripted_central import ScriptedCentral

MOST_KEYS = 10
"""Of the loop for an answer that exists, besides what is typed."""
SIGNATURE = "Mme Alba, agent du centre de contact des professionnels\nCC Pros Lons-le-Saunier"


async def test_a_mail_is_answered_and_closed_in_ten_keys(
    opened: Callable[[], Desk], central: ScriptedCentral, sign_in: Any
) -> None:
    contact_id = central.bring()
    async with at_work(opened) as post:
        await sign_in(post)
        before = post.pressed
        await post.take(contact_id)
        assert "Remboursement de TVA" in post.text("message")
        assert "Délai promis le plus proche." in post.text("reason")
        await post.press("f3")
        await post.until(lambda: post.window == "AnswersScreen", "the answers")
        await post.type("remb")
        await post.press("enter")
        await post.until(lambda: "remboursement" in post.editor.text, "the answer in the editor")
        assert "TVA-021" in str(post.editor.border_title)
        while post.editor.gaps:
            await post.press("tab")
            await post.type("le 3 octobre")
        await post.press("f6")
        assert post.window == "ReviewScreen" and "aucune donnée du dossier" in post.text("text")
        text = post.editor.text.strip()
        await post.press("f6")
        await post.until(lambda: central.replies() == [f"{text}\n\n{SIGNATURE}"], "the reply at the central")
        assert post.editor.text == ""
        await post.press("f8")
        assert post.app.screen.highlighted == "tva.remboursement"
        await post.press("enter")
        await post.until(lambda: central.contacts[contact_id].state is State.CLOSED, "the contact closed")
        (motif,) = central.contacts[contact_id].motifs
        assert (motif.code, motif.outcome) == ("tva.remboursement", Outcome.ANSWERED)
        await post.until(lambda: not post.desk.state.contacts, "the list empty")
        assert post.workspace.current is None
        assert post.pressed - before <= MOST_KEYS


async def test_f6_held_down_sends_nothing(
    opened: Callable[[], Desk], central: ScriptedCentral, sign_in: Any
) -> None:
    contact_id = central.bring()
    async with at_work(opened) as post:
        await sign_in(post)
        await post.take(contact_id)
        await post.press("tab")
        await post.type("Bonjour")
        await post.press("f6")
        post.later(0.6)
        await post.pilot.press("f6")
        assert post.window == "ReviewScreen" and central.replies() == []
        post.later(0.2)
        await post.pilot.press("f6")
        await post.until(lambda: central.replies() == [f"Bonjour\n\n{SIGNATURE}"], "sent once")


async def test_a_gap_refuses_the_sending_and_is_where_the_caret_goes(
    opened: Callable[[], Desk], central: ScriptedCentral, sign_in: Any
) -> None:
    contact_id = central.bring()
    async with at_work(opened) as post:
        await sign_in(post)
        await post.take(contact_id)
        post.workspace.go_to("reply")
        post.editor.insert("Déposée le ⟦date de dépôt⟧, merci.")
        await post.press("f6")
        assert post.window == "WorkspaceScreen" and "date de dépôt" in post.notice
        assert post.editor.selected_text == "⟦date de dépôt⟧"
        await post.type("3 mai")
        assert post.editor.text == "Déposée le 3 mai, merci."
        await post.press("f6")
        assert post.window == "ReviewScreen"


async def test_a_sending_is_taken_back_and_the_text_is_there_again(
    opened: Callable[[], Desk], central: ScriptedCentral, sign_in: Any
) -> None:
    contact_id = central.bring()
    async with at_work(opened) as post:
        await sign_in(post)
        await post.take(contact_id)
        await post.press("tab")
        await post.type("Bonjour")
        await post.press("f6", "f6")
        await post.until(lambda: any(s.state is SendState.HELD for s in post.desk.state.sent), "held")
        assert "annulable" in post.notice
        await post.press("ctrl+z")
        await post.until(
            lambda: any(s.state is SendState.TAKEN_BACK for s in post.desk.state.sent), "taken back"
        )
        assert post.editor.text == "Bonjour"


async def test_f2_from_a_pause_asks_first(
    opened: Callable[[], Desk], central: ScriptedCentral, sign_in: Any
) -> None:
    contact_id = central.bring()
    async with at_work(opened) as post:
        await sign_in(post)
        await post.press("ctrl+t", "p")
        await post.until(lambda: post.bar.status == "Pause", "the pause")
        await post.press("f2")
        assert post.window == "AskScreen" and central.contacts[contact_id].state is State.WAITING
        await post.press("enter")
        await post.until(lambda: post.workspace.current == contact_id, "the contact on the screen")


async def test_a_contact_is_set_aside_and_taken_up_again(
    opened: Callable[[], Desk], central: ScriptedCentral, sign_in: Any
) -> None:
    contact_id = central.bring()
    async with at_work(opened) as post:
        await sign_in(post)
        await post.take(contact_id)
        await post.press("f7", "c")
        await post.type("attend une piece")
        await post.press("enter")
        await post.type("23 h 59")
        await post.press("enter")
        await post.until(lambda: central.contacts[contact_id].state is State.PARKED, "parked")
        await post.until(lambda: post.desk.state.contacts[0].view.state is State.PARKED, "told")
        post.workspace.open_contact(contact_id)
        await post.press("f7", "c")
        await post.until(lambda: central.contacts[contact_id].state is State.ACTIVE, "active again")


async def test_nothing_waits(opened: Callable[[], Desk], sign_in: Any) -> None:
    async with at_work(opened) as post:
        await sign_in(post)
        await post.press("f2")
        await post.until(lambda: post.notice == "Aucun contact ne vous attend pour le moment.", "told")


async def test_a_closing_is_told_once_the_central_has_answered() -> None:
    held = contact()
    desk = ScriptedDesk(state(held))
    async with at_work(lambda: desk.as_desk) as post:
        pending = Sent(uuid4(), held.id, "contact.close", "Clôture", SendState.WAITING, NOW)
        await post.press("f8", "enter")
        await post.until(lambda: [name for name, _ in desk.asked if name == "close"], "asked")
        desk.state = replace(desk.state, contacts=(replace(held, pending=(pending,)),))
        post.app.show_state(desk.state)
        assert post.notice == "Clôture transmise au centre…"
        desk.state = replace(desk.state, contacts=())
        post.app.show_state(desk.state)
        assert post.notice == "Contact clos."


async def test_taking_back_too_late_says_so_and_gives_no_text_back() -> None:
    held = contact()
    later = datetime.now(UTC) + timedelta(seconds=60)
    sent = Sent(uuid4(), held.id, "contact.reply", "Réponse", SendState.HELD, NOW, until=later)
    desk = ScriptedDesk(state(held, sent=(sent,)))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        await post.press("ctrl+z")
        await post.until(lambda: [name for name, _ in desk.asked if name == "take_back"], "asked")
        assert "demandée" in post.notice and post.editor.text == ""
        desk.state = replace(desk.state, sent=(replace(sent, state=SendState.SENT),))
        post.app.show_state(desk.state)
        assert "Trop tard" in post.notice and post.editor.text == ""


async def test_several_motifs_are_added_with_f8() -> None:
    held = contact()
    desk = ScriptedDesk(state(held))
    async with at_work(lambda: desk.as_desk) as post:
        await post.press("f8", "f8", "down", "tab", "f8", "enter")
        await post.until(lambda: [name for name, _ in desk.asked if name == "close"], "closed")
        ((_, motifs, _),) = [given for name, given in desk.asked if name == "close"]
        assert len(motifs) == 2 and len({m.code for m in motifs}) == 2
        assert [m.outcome for m in motifs] == [Outcome.UNANSWERED, Outcome.ANSWERED]


async def test_without_a_guess_enter_closes_nothing() -> None:
    desk = ScriptedDesk(state(contact(subject="Bonjour", text="Bonjour")))
    async with at_work(lambda: desk.as_desk) as post:
        await post.press("f8", "enter")
        assert post.window == "ClosingScreen" and "Aucun motif deviné" in post.notice
        await post.type("franchise")
        await post.press("enter")
        await post.until(lambda: [name for name, _ in desk.asked if name == "close"], "closed")


async def test_no_contact_looks_open_when_none_is() -> None:
    first, second = contact("Un"), contact("Deux")
    desk = ScriptedDesk(state(first, second))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        post.workspace.open_contact(None)
        post.workspace.go_to("contacts")
        assert post.workspace.query_one("#contacts", LineList).key is None
        await post.press("f8")
        assert "Aucun contact n'est ouvert" in post.notice
        await post.press("down")
        assert post.workspace.current == first.id


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_tab_reads_the_answer_at_any_width(size: tuple[int, int]) -> None:
    desk = ScriptedDesk(state(contact()))
    async with at_work(lambda: desk.as_desk, size=size) as post:
        await post.press("f3", "tab")
        preview = post.app.screen.query_one("#preview", Pane)
        assert post.app.screen.focused is preview and preview.region.width > 40
        await post.press("tab", "escape")
        assert post.window == "WorkspaceScreen"
