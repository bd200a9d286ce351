"""The day besides the contacts' own work: state told, word, help, hours that come, handing over, the curtain."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ccpro_desk.desk.curtain import TRIES, CurtainLock
from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.errors import DeskRefused
from ccpro_desk.desk.model import Change, Spare
from ccpro_desk.desk.remains import remains
from ccpro_desk.desk.settings import DeskSettings
from ccpro_desk.desk.state import DeskContact, LinkKind, Place, SendState
from ccpro_desk.domain import commands as c
from ccpro_desk.domain.clock import ManualClock
from ccpro_desk.domain.values import Channel, State, Status
from ccpro_desk.reference.settings import load_settings
from tests.support.desks import at_last, settled, stopping, until
from tests.support.scripted_central import ScriptedCentral, no_fault

TABLES = [f"SELECT count(*) FROM {name}" for name in ("contact", "spare", "dossier", "draft")]


async def test_a_status_that_the_central_changes_is_told_with_its_reason(
    at_work: Desk, held: DeskContact, central: ScriptedCentral
) -> None:
    await at_work.set_status(Status.PAUSE, after_current=True)
    await settled(at_work)
    assert not at_work.state.notices, "asked here: nothing to tell"
    central.frees()
    state = await until(at_work, lambda s: s.agent and s.agent.status is Status.PAUSE, "paused")
    assert any("comme vous l'aviez demandé après ce contact" in notice for notice in state.notices)


async def test_what_was_asked_after_the_contact_can_be_taken_back(at_work: Desk, held: DeskContact) -> None:
    await at_work.set_status(Status.PAUSE, after_current=True)
    await settled(at_work)
    await at_work.stay()
    state = await settled(at_work)
    assert state.agent is not None
    assert (state.agent.status, state.agent.after_current) == (Status.AVAILABLE, None)


async def test_a_status_changed_elsewhere_is_told(at_work: Desk, central: ScriptedCentral) -> None:
    central.agent = replace(central.agent, status=Status.OFFLINE)
    central._tell("agent.status", about=central.agent.id)
    state = await until(at_work, lambda s: s.agent and s.agent.status is Status.OFFLINE, "changed")
    assert any("Hors service" in notice and "sans demande de ce poste" in notice for notice in state.notices)


async def test_the_word_and_the_answer_to_a_renfort_are_told_once(
    at_work: Desk, central: ScriptedCentral
) -> None:
    central.says("Portail lent ce matin.")
    state = await until(at_work, lambda s: s.around.word, "the word")
    assert any("Portail lent" in notice for notice in state.notices)
    asked = await at_work.ask_renfort(Channel.MAIL, "TVA sur la marge")
    assert at_work.state.around.renfort == asked and asked.subject == "TVA sur la marge"
    central.answers_renfort("J'arrive.")
    told = await until(at_work, lambda s: len(s.notices) > 1, "the answer")
    assert sum("J'arrive." in notice for notice in told.notices) == 1


async def test_help_cannot_be_asked_without_the_line(at_work: Desk, central: ScriptedCentral) -> None:
    central.fault = lambda _: "before"
    with pytest.raises(DeskRefused) as refused:
        await at_work.ask_renfort(None, "")
    assert refused.value.code == "offline"


async def test_a_parked_contact_is_due_at_its_hour_also_without_the_line(
    settings: DeskSettings, central: ScriptedCentral
) -> None:
    clock = ManualClock(datetime.now(UTC))
    async with stopping(Desk.open(replace(settings, login="agent1"), clock=clock)) as desk:
        await desk.start()
        await desk.sign_in("agent1", central.password)
        await desk.set_status(Status.AVAILABLE)
        await settled(desk)
        central.bring()
        taken = await desk.next()
        assert taken is not None
        await desk.park(taken.id, "pièce", clock.now() + timedelta(minutes=30))
        await settled(desk)
        assert desk.state.due == ()
        central.fault = lambda _: "before"
        central.end_feeds()
        clock.at += timedelta(minutes=30)
        desk._reminders.plan(desk.state)
        state = await until(desk, lambda s: s.due == (taken.id,), "due")
        assert state.contact(taken.id) is not None, "nothing is resumed by itself"
        assert state.contacts[0].view.state is State.PARKED


async def test_a_transfer_takes_the_draft_along_and_leaves(
    at_work: Desk, held: DeskContact, central: ScriptedCentral
) -> None:
    at_work.draft(held.id, "Bonjour,")
    await at_work.transfer(held.id, c.TransferTo(skill="tva"), "Demande de remboursement, pièces reçues.")
    state = await until(at_work, lambda s: s.contact(held.id) is None, "gone")
    assert not any("n'est plus à votre poste" in notice for notice in state.notices), "of our own doing"
    moved = central.contacts[held.id]
    assert (moved.state, moved.place.skill, moved.draft) == (State.WAITING, "tva", "Bonjour,")
    assert moved.messages[-1].text.startswith("Demande de remboursement")


async def test_a_transfer_waits_for_the_line_and_says_so(
    at_work: Desk, held: DeskContact, central: ScriptedCentral
) -> None:
    central.fault = lambda _: "before"
    await at_work.transfer(held.id, c.TransferTo(assistance=True), "Accès impossible.")
    shown = at_work.state.contact(held.id)
    assert shown is not None and shown.pending[0].label == "Transfert"
    assert shown.pending[0].state is SendState.WAITING
    central.fault = no_fault
    await until(at_work, lambda s: s.contact(held.id) is None, "gone once the line is back")


async def test_a_promised_callback_is_among_my_contacts(
    at_work: Desk, held: DeskContact, central: ScriptedCentral
) -> None:
    hours = load_settings().hours["lons"]
    at = hours.next_open(datetime.now(UTC) + timedelta(hours=1))
    assert at is not None
    promise = await at_work.schedule_callback(held.id, at, "06 39 98 00 12", "Suite")
    state = await until(at_work, lambda s: s.contact(promise), "the promise")
    mine = state.contact(promise)
    assert mine is not None and mine.view.channel is Channel.CALLBACK and mine.view.resume_at == at
    assert not mine.unseen, "my own doing"
    assert state.contact(held.id) is not None, "the contact goes on"


async def test_a_callback_out_of_hours_is_refused_at_once(at_work: Desk, held: DeskContact) -> None:
    night = (datetime.now(UTC) + timedelta(days=1)).replace(hour=1)
    with pytest.raises(DeskRefused) as refused:
        await at_work.schedule_callback(held.id, night, "06 39 98 00 12", "Suite")
    assert "heures d'ouverture" in refused.value.sentence
    assert at_work.state.link.pending == 0


async def test_the_place_goes_with_the_sign_of_life(
    at_work: Desk, held: DeskContact, central: ScriptedCentral
) -> None:
    at_work.be_found(lambda: Place(held.id, "reply", 7))
    told = {"contact_id": str(held.id), "pane": "reply", "caret": 7}
    await at_last(lambda: central.place == told, "the place told")


async def test_a_session_that_goes_on_elsewhere_says_so(at_work: Desk, central: ScriptedCentral) -> None:
    central.taken_over()
    state = await until(at_work, lambda s: s.link.kind is LinkKind.EXPIRED, "over")
    assert state.link.elsewhere


async def test_text_typed_at_two_workstations(
    at_work: Desk, held: DeskContact, central: ScriptedCentral
) -> None:
    """The later one is shown; the one that this workstation had not brought becomes a late draft."""
    central.fault = lambda request: "before" if request.url.path == "/v1/commands" else None
    at_work.draft(held.id, "Écrit ici.")
    central.taken_over()
    await until(at_work, lambda s: s.link.elsewhere, "told")
    moved = central.contacts[held.id]
    central.contacts[held.id] = replace(moved, draft="Écrit là-bas.")
    central.fault = no_fault
    await at_work.sign_in("agent1", central.password)
    state = await until(at_work, lambda s: s.contact(held.id).draft == "Écrit là-bas.", "the later text")  # type: ignore[union-attr]
    await at_last(
        lambda: [d.text for d in central.contacts[held.id].late_drafts] == ["Écrit ici."], "the late draft"
    )
    assert any("autre poste" in notice for notice in state.notices)


async def test_text_typed_only_here_goes_on_here(
    at_work: Desk, held: DeskContact, central: ScriptedCentral
) -> None:
    central.fault = lambda request: "before" if request.url.path == "/v1/commands" else None
    at_work.draft(held.id, "Écrit ici.")
    central.taken_over()
    await until(at_work, lambda s: s.link.elsewhere, "told")
    central.fault = no_fault
    await at_work.sign_in("agent1", central.password)
    await at_last(lambda: central.contacts[held.id].draft == "Écrit ici.", "brought under the new lease")
    assert central.contacts[held.id].late_drafts == ()


async def test_what_remains_at_the_end(at_work: Desk, held: DeskContact, central: ScriptedCentral) -> None:
    left = remains(at_work.state)
    assert [x.id for x in left.in_hand] == [held.id] and not left.may_end and not left.stays_here
    await at_work.park(held.id, "demain")
    left = remains(await settled(at_work))
    assert left.may_end and [x.id for x in left.parked] == [held.id]
    central.fault = lambda _: "before"
    await at_work.note(held.id, "Une note.")
    left = remains(at_work.state)
    assert left.stays_here and left.unsent == 1


async def test_the_curtain_knows_the_password_of_this_sign_in_and_forgets_it_at_the_end(
    at_work: Desk, central: ScriptedCentral
) -> None:
    assert at_work.curtain.ready and await at_work.curtain.opens(central.password)
    assert not await at_work.curtain.opens("autre chose")
    secret = central.password.encode()
    digest = at_work.curtain._digest
    assert digest is not None and secret not in digest.hash + digest.salt
    await at_work.sign_out()
    assert not at_work.curtain.ready


async def test_too_many_wrong_ones_leave_only_signing_in_again() -> None:
    lock = CurtainLock()
    await lock.keep("482915", chosen=True)
    for _ in range(TRIES - 1):
        assert not await lock.opens("000000")
    assert await lock.opens("482915"), "a right one in between counts anew"
    for _ in range(TRIES):
        assert not await lock.opens("000000")
    assert not lock.ready and not await lock.opens("482915")


async def test_the_end_of_service_leaves_no_text_of_what_is_gone(
    at_work: Desk, held: DeskContact, central: ScriptedCentral
) -> None:
    spare = Spare(held.id, "Texte qui avait perdu.")
    await at_work._ledger.apply(lambda _: Change(spares=(spare,)))
    await at_work.release(held.id)
    await settled(at_work)
    await at_work.sign_out()
    rows = await at_work._ledger.store.do(lambda c: [r[0] for t in TABLES for r in c.execute(t).fetchall()])
    assert rows == [0, 0, 0, 0]
