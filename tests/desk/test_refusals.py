"""What the central refuses drops its entry, holds back what follows, and never loses the text."""

from __future__ import annotations

from uuid import uuid4

from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.state import DeskContact, LinkKind, SendState
from ccpro_desk.domain.values import MotifOutcome, Outcome, State
from tests.support.desks import settled, until
from tests.support.scripted_central import ScriptedCentral, no_fault

ANSWERED = [MotifOutcome("autre.autre", Outcome.ANSWERED)]


async def _cut(desk: Desk, central: ScriptedCentral) -> None:
    central.fault = lambda _: "before"
    central.end_feeds()
    await until(desk, lambda state: state.link.kind is LinkKind.OFFLINE, "offline")


async def test_a_moved_lease_keeps_the_text_here_and_at_the_central(
    at_work: Desk, held: DeskContact, central: ScriptedCentral
) -> None:
    await _cut(at_work, central)
    await at_work.reply(held.id, "Écrit hors connexion.")
    await at_work.close(held.id, ANSWERED)
    central.rescue(held.id)
    central.fault = no_fault
    await settled(at_work)
    shown = at_work.state.contact(held.id)
    assert shown is not None and shown.token is None
    assert [sent.state for sent in shown.refusals] == [SendState.REFUSED] * 2
    assert shown.draft == "Écrit hors connexion."
    assert any("n'est plus à votre poste" in notice for notice in at_work.state.notices)
    assert [late.text for late in central.contacts[held.id].late_drafts] == ["Écrit hors connexion."]
    assert central.replies() == []


async def test_a_contact_that_is_taken_away_is_told_even_when_nothing_was_unsent(
    at_work: Desk, held: DeskContact, central: ScriptedCentral
) -> None:
    central.rescue(held.id)
    await until(at_work, lambda state: state.contact(held.id) is None, "no longer here")
    assert any("n'est plus à votre poste" in notice for notice in at_work.state.notices)


async def test_a_contact_given_back_by_the_agent_is_not_told_as_lost(
    at_work: Desk, held: DeskContact, central: ScriptedCentral
) -> None:
    at_work.draft(held.id, "À suivre.")
    await at_work.release(held.id)
    await until(at_work, lambda state: state.contact(held.id) is None, "no longer here")
    assert at_work.state.notices == ()


async def test_a_newer_draft_is_not_overwritten_by_a_refused_reply(
    at_work: Desk, held: DeskContact, central: ScriptedCentral
) -> None:
    await _cut(at_work, central)
    await at_work.reply(held.id, "Premier jet.")
    at_work.draft(held.id, "Second jet, commencé depuis.")
    central.usager_writes(held.id)
    central.fault = no_fault
    await settled(at_work)
    shown = at_work.state.contact(held.id)
    assert shown is not None
    assert shown.draft == "Second jet, commencé depuis."
    assert shown.other_drafts == ("Premier jet.",)
    assert shown.unseen


async def test_after_a_refusal_the_contact_goes_on(
    at_work: Desk, held: DeskContact, central: ScriptedCentral
) -> None:
    await _cut(at_work, central)
    await at_work.reply(held.id, "Sans avoir lu.", hold_s=0)
    central.usager_writes(held.id)
    central.fault = no_fault
    await settled(at_work)
    at_work.looked_at(held.id)
    await at_work.reply(held.id, "Après avoir lu.", hold_s=0)
    await settled(at_work)
    assert central.replies() == ["Après avoir lu."]


async def test_a_closing_does_not_follow_a_reply_refused_for_itself(
    at_work: Desk, held: DeskContact, central: ScriptedCentral
) -> None:
    """The closing alone would be accepted: only its being held back keeps the usager from being forgotten."""
    await _cut(at_work, central)
    await at_work.reply(held.id, "Avec une pièce inconnue.", attachments=[uuid4()])
    await at_work.close(held.id, ANSWERED)
    central.fault = no_fault
    await settled(at_work)
    shown = at_work.state.contact(held.id)
    assert shown is not None and shown.view.state is State.ACTIVE
    assert [sent.kind for sent in shown.refusals] == ["contact.reply", "contact.close"]
    assert central.contacts[held.id].state is State.ACTIVE


async def test_one_contact_refused_holds_back_no_other(
    at_work: Desk, held: DeskContact, central: ScriptedCentral
) -> None:
    central.bring("Autre contact")
    other = await at_work.next()
    assert other is not None
    await _cut(at_work, central)
    await at_work.reply(held.id, "Refusée.", hold_s=0)
    await at_work.reply(other.id, "Appliquée.", hold_s=0)
    await at_work.close(other.id, ANSWERED)
    central.usager_writes(held.id)
    central.fault = no_fault
    await settled(at_work)
    assert central.replies() == ["Appliquée."]
    assert at_work.state.contact(other.id) is None


async def test_refusals_are_read_once(at_work: Desk, held: DeskContact, central: ScriptedCentral) -> None:
    await _cut(at_work, central)
    await at_work.reply(held.id, "Refusée.")
    central.usager_writes(held.id)
    central.fault = no_fault
    await settled(at_work)
    at_work.looked_at(held.id)
    await until(at_work, lambda state: not any(c.refusals or c.unseen for c in state.contacts), "read")
