"""Without the central: what is held goes on, what is impossible says so, and all goes up once it is back."""

from __future__ import annotations

import pytest

from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.errors import DeskRefused
from ccpro_desk.desk.state import DeskContact, LinkKind, SendState
from ccpro_desk.domain.values import MotifOutcome, Outcome, State
from tests.support.desks import at_last, settled, until
from tests.support.scripted_central import ScriptedCentral, no_fault

ANSWERED = [MotifOutcome("autre.autre", Outcome.ANSWERED)]
SIREN = "732829320"


@pytest.fixture
async def offline(at_work: Desk, held: DeskContact, central: ScriptedCentral) -> Desk:
    """Holding one contact, the central out of reach."""
    return await cut(at_work, central)


async def cut(desk: Desk, central: ScriptedCentral) -> Desk:
    central.fault = lambda _: "before"
    central.end_feeds()
    await until(desk, lambda state: state.link.kind is LinkKind.OFFLINE, "offline")
    return desk


async def test_next_is_refused_with_what_to_do(offline: Desk) -> None:
    with pytest.raises(DeskRefused) as refused:
        await offline.next()
    assert refused.value.code == "offline"
    assert refused.value.hint


async def test_the_link_says_since_when_and_how_much_waits(offline: Desk, held: DeskContact) -> None:
    await offline.note(held.id, "Une.")
    await offline.note(held.id, "Deux.")
    link = offline.state.link
    assert (link.kind, link.pending) == (LinkKind.OFFLINE, 2) and link.since is not None


async def test_taking_back_removes_the_reply_and_the_closing_that_counted_on_it(
    offline: Desk, held: DeskContact, central: ScriptedCentral
) -> None:
    before = await offline.note(held.id, "Avant.")
    reply = await offline.reply(held.id, "À reprendre.")
    await offline.close(held.id, ANSWERED)
    await offline.take_back(held.id, reply)
    state = offline.state
    shown = state.contact(held.id)
    assert shown is not None
    assert [sent.command_id for sent in shown.pending] == [before]
    assert shown.draft == "À reprendre."
    assert any("clôture" in notice for notice in state.notices)
    assert next(s for s in state.sent if s.command_id == reply).state is SendState.TAKEN_BACK
    central.fault = no_fault
    await settled(offline)
    assert central.replies() == []
    assert central.contacts[held.id].state is State.ACTIVE


async def test_taking_back_a_reply_that_may_have_gone_asks_the_central(
    at_work: Desk, held: DeskContact, central: ScriptedCentral
) -> None:
    central.fault = lambda request: "after" if request.url.path == "/v1/commands" else None
    reply = await at_work.reply(held.id, "Parti sans réponse.", hold_s=60)
    await at_last(central.replies, "applied, its answer lost")
    await at_work.take_back(held.id, reply)
    assert at_work.state.link.pending == 2
    central.fault = no_fault
    await settled(at_work)
    assert central.replies() == ["Parti sans réponse."]
    assert central.contacts[held.id].messages[-1].status == "taken_back"


async def test_identifying_offline_unmasks_nothing(
    at_work: Desk, held: DeskContact, central: ScriptedCentral
) -> None:
    central.dossiers[SIREN] = {
        "siren": SIREN,
        "level": 0,
        "as_of": "2026-11-23T08:00:00Z",
        "masked": ["claims"],
        "name": "SARL FOURNIL DES BROTTEAUX",
        "claims": None,
    }
    await at_work.link_usager(held.id, SIREN)
    await settled(at_work)
    assert (await at_work.dossier(SIREN, contact_id=held.id)).level == 0
    await cut(at_work, central)
    await at_work.identify(held.id, ["amount", "notice"], True)
    shown = at_work.state.contact(held.id)
    assert shown is not None and shown.view.identification.level == 0
    cached = await at_work.dossier(SIREN, contact_id=held.id)
    assert cached.level == 0 and "claims" in cached.masked
    with pytest.raises(DeskRefused) as refused:
        await at_work.dossier("552100554", contact_id=held.id)
    assert refused.value.code == "offline"
    asked = central.asked.count(f"GET /v1/usagers/{SIREN}")
    central.fault = no_fault
    await at_last(lambda: central.asked.count(f"GET /v1/usagers/{SIREN}") > asked, "the reading told")


async def test_parking_and_motifs_are_shown_as_pending(offline: Desk, held: DeskContact) -> None:
    await offline.motifs(held.id, ANSWERED)
    await offline.park(held.id, "Attend une pièce.")
    shown = offline.state.contact(held.id)
    assert shown is not None
    assert shown.view.state is State.PARKED and shown.view.motifs == tuple(ANSWERED)
    assert [sent.state for sent in shown.pending] == [SendState.WAITING, SendState.WAITING]


async def test_what_the_rules_forbid_here_is_refused_here(offline: Desk, held: DeskContact) -> None:
    await offline.close(held.id, ANSWERED)
    with pytest.raises(DeskRefused) as refused:
        await offline.reply(held.id, "Trop tard.")
    assert refused.value.code == "closed"
    assert offline.state.link.pending == 1


async def test_resuming_offline_then_writing_goes_up_with_the_new_token(
    at_work: Desk, held: DeskContact, central: ScriptedCentral
) -> None:
    await at_work.park(held.id, "Attend une pièce.")
    await settled(at_work)
    await cut(at_work, central)
    await at_work.resume(held.id)
    await at_work.reply(held.id, "La pièce est arrivée.", hold_s=0)
    central.fault = no_fault
    await settled(at_work)
    assert central.replies() == ["La pièce est arrivée."]
