"""What may be done with a contact besides answering it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from textual import events
from textual.widgets import Input

from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.state import SendState, Sent
from ccpro_desk.domain.identification import Identification, Quality, Setback
from ccpro_desk.domain.values import Channel, State
from ccpro_desk.wire.views import UsagerRef
from tests.screens.scripted import NOW, ScriptedDesk, contact, state
from tests.screens.workstation import at_work
from tests.support.scripted_central import ScriptedCentral

USAGER = UsagerRef("732829320", "SARL FOURNIL")


async def test_an_unlinked_contact_is_linked_then_checked() -> None:
    desk = ScriptedDesk(state(contact(text="Bonjour, SIREN 732 829 320.")))
    async with at_work(lambda: desk.as_desk) as post:
        await post.press("f5")
        assert (
            post.window == "UsagerScreen"
            and "Cité dans le message" in post.app.export_screenshot().replace("&#160;", " ")
        )
        await post.press("enter")
        held = desk.state.contacts[0]
        await post.until(lambda: ("link_usager", (held.id, "732829320")) in desk.asked, "linked")
        linked = replace(held, view=replace(held.view, usager=USAGER))
        desk.state = replace(desk.state, contacts=(linked,))
        post.app.show_state(desk.state)
        await post.press("f5")
        assert post.window == "IdentityScreen"
        assert "En quelle qualité" in post.notice
        await post.press("D", "enter")
        assert "Cochez d'abord" in post.notice
        await post.press("space", "V")
        assert "renseignements généraux" in post.notice, "an ordinary e-mail opens nothing"
        await post.press("enter")
        await post.until(
            lambda: (
                ("identify", (held.id, ("amount", "notice"), True, Quality.DIRECTOR, None, None))
                in desk.asked
            ),
            "noted",
        )
        await post.press("f5", "D", "space", "N")
        await post.until(
            lambda: ("identify", (held.id, ("amount",), False, Quality.DIRECTOR, None, None)) in desk.asked,
            "noted as not conclusive",
        )


async def test_an_accountant_is_checked_by_one_key_each_and_the_setback_is_told() -> None:
    called = contact(usager=USAGER)
    called = replace(called, view=replace(called.view, channel=Channel.PHONE))
    desk = ScriptedDesk(state(called))
    async with at_work(lambda: desk.as_desk) as post:
        await post.press("f5", "E")
        assert "Vérifiez d'abord le mandat" in post.notice
        await post.press("E")
        assert "son nom, ou le SIREN du cabinet" in post.notice
        await post.type("Cabinet Rivoire")
        await post.press("enter")
        assert "Deux éléments qui comptent" in post.notice
        await post.press("M", "I")
        assert "accès « dossier »" in post.notice and "ouvre les actes" in post.notice
        await post.press("L")
        await post.press("escape")
        assert "accès « dossier »" in post.notice, "a call back to no number is not ticked"
        await post.press("enter")
        codes = ("amount", "iban4", "mandate")
        whose = (Quality.ACCOUNTANT, "Cabinet Rivoire", None)
        await post.until(
            lambda: ("identify", (called.id, codes, True, *whose)) in desk.asked, "noted with whose mandate"
        )
        expired = Setback("mandate_expired", "Mandat expiré le 22/11/2026 : tiers sans mandat.")
        known = Identification(0, ("amount", "iban4"), NOW, Quality.ACCOUNTANT, setback=expired)
        told = replace(called, view=replace(called.view, identification=known))
        desk.state = replace(desk.state, contacts=(told,))
        post.app.show_state(desk.state)
        assert post.notice == expired.text
        await post.press("f5")
        assert expired.text in post.text("told") and "Expert-comptable" in post.text("told")
        await post.press("Q", "T")
        assert "Tiers : renseignements généraux" in post.notice and "messagerie sécurisée" in post.notice


async def test_a_wrong_siren_is_told() -> None:
    desk = ScriptedDesk(state(contact()))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        await post.press("f5")
        await post.type("732829321")
        await post.until(lambda: "SIREN incorrect" in post.notice, "told")
        await post.press("enter")
        assert not [name for name, _ in desk.asked if name == "link_usager"]


async def test_enter_in_haste_closes_nothing(
    opened: Callable[[], Desk], central: ScriptedCentral, sign_in: Any
) -> None:
    taken = central.bring()
    async with at_work(opened) as post:
        await sign_in(post)
        await post.take(taken)
        await post.press("f8")
        post.later(0.3)
        await post.pilot.press("enter", "f8", "enter")
        assert post.window == "ClosingScreen" and central.contacts[taken].state is State.ACTIVE
        await post.press("tab", "enter")
        await post.until(lambda: central.contacts[taken].state is State.CLOSED, "closed")


async def test_a_refused_reply_gives_its_text_back() -> None:
    held = contact()
    desk = ScriptedDesk(state(held))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        refused = Sent(
            uuid4(),
            held.id,
            "contact.reply",
            "Réponse",
            SendState.REFUSED,
            NOW,
            "Le contact a changé.",
            text="Mon texte",
        )
        desk.state = replace(desk.state, contacts=(replace(held, refusals=(refused,)),))
        post.app.show_state(desk.state)
        await post.pilot.pause()
        assert post.editor.text == "Mon texte" and "Refusé : Le contact a changé." in post.text("message")
        assert ("draft", (held.id, "Mon texte")) in desk.asked


async def test_what_changed_meanwhile_does_not_touch_what_is_typed() -> None:
    held = contact()
    desk = ScriptedDesk(state(held))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        await post.press("tab")
        await post.type("Bonjour")
        changed = replace(held, unseen=True, draft="ancien", view=replace(held.view, version=9))
        desk.state = replace(desk.state, contacts=(changed,))
        post.app.show_state(desk.state)
        await post.pilot.pause()
        assert post.editor.text == "Bonjour" and post.app.screen.focused is post.editor
        assert ("looked_at", (held.id,)) in desk.asked


async def test_notices_are_read_one_by_one_and_put_away() -> None:
    desk = ScriptedDesk(state(contact(), notices=("Premier avis.", "Second avis.")))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        assert post.notice == "Premier avis."
        await post.press("escape")
        assert ("dismiss", ("Premier avis.",)) in desk.asked
        desk.state = replace(desk.state, notices=("Second avis.",))
        post.app.show_state(desk.state)
        assert post.notice == "Second avis."


@pytest.mark.parametrize("typed", ['è"é_éç"éà', "732 829 320", "732.829.320"])
async def test_a_siren_is_typed_without_shift_or_pasted_with_its_spaces(typed: str) -> None:
    desk = ScriptedDesk(state(contact()))
    async with at_work(lambda: desk.as_desk, answers=False) as post:
        await post.press("f5")
        post.app.screen.query_one(Input).focus()
        post.app.post_message(events.Paste(typed))
        await post.until(lambda: post.app.screen.query_one("#query", Input).value, "the number in the field")
        await post.press("enter")
        await post.until(
            lambda: ("link_usager", (desk.state.contacts[0].id, "732829320")) in desk.asked, "linked"
        )
