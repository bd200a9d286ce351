"""After a resync, acknowledged work is pushed again under its ids: the central may have been restored."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.model import KEPT, Entry, EntryState
from ccpro_desk.desk.state import DeskContact, SendState
from ccpro_desk.desk.sync.again import lost_perhaps
from ccpro_desk.domain import commands as c
from ccpro_desk.domain.ids import new_id
from ccpro_desk.domain.values import EndedBy, MotifOutcome, Outcome, Status
from tests.support.desks import at_last, settled
from tests.support.scripted_central import ScriptedCentral

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CONTACT = new_id()
MOTIFS = (MotifOutcome("autre.autre", Outcome.ANSWERED),)


def entry(body: c.Body, state: EntryState = EntryState.APPLIED, age: timedelta = timedelta(hours=1)) -> Entry:
    resolved = None if state is EntryState.PENDING else NOW - age
    return Entry(1, c.Command(new_id(), body, NOW - age, CONTACT), state, True, resolved_at=resolved)


def again(*entries: Entry) -> list[UUID]:
    found = lost_perhaps(entries, NOW)
    assert all(each.state is EntryState.AGAIN for each in found)
    return [each.id for each in found]


@pytest.mark.parametrize(
    "body", [c.AddNote("x"), c.Reply("x"), c.Close(MOTIFS), c.Park("x"), c.LinkUsager("732829320")]
)
def test_acknowledged_work_is_pushed_again(body: c.Body) -> None:
    done = entry(body)
    assert again(done) == [done.id]


@pytest.mark.parametrize(
    "body",
    [
        c.Accept(),
        c.Decline("x"),
        c.Resume(),
        c.End(EndedBy.USAGER),
        c.SaveDraft("x"),
        c.SetStatus(Status.PAUSE),
    ],
)
def test_what_was_of_the_moment_is_not(body: c.Body) -> None:
    assert again(entry(body)) == []


@pytest.mark.parametrize("state", [state for state in EntryState if state is not EntryState.APPLIED])
def test_what_was_never_done_is_not(state: EntryState) -> None:
    assert again(entry(c.AddNote("x"), state)) == []


def test_a_reply_that_was_taken_back_is_not_sent_after_all() -> None:
    reply = entry(c.Reply("x"))
    assert again(reply, entry(c.TakeBack(reply.id))) == []


def test_for_seven_days() -> None:
    young, old = entry(c.AddNote("x"), age=KEPT), entry(c.AddNote("x"), age=KEPT + timedelta(seconds=1))
    assert again(young, old) == [young.id]


def times_pushed(central: ScriptedCentral, contact_id: UUID) -> int:
    return sum(batch.count(contact_id) for batch in central.batches)


async def test_a_new_epoch_brings_everything_back_once(
    at_work: Desk, held: DeskContact, central: ScriptedCentral
) -> None:
    await at_work.note(held.id, "Une note.")
    reply = await at_work.reply(held.id, "Bonjour.", hold_s=0)
    await settled(at_work)
    before = times_pushed(central, held.id)
    central.new_epoch()
    await at_last(lambda: times_pushed(central, held.id) == before + 2, "both pushed again")
    state = await settled(at_work)
    assert len(central.contacts[held.id].messages) == 3
    sent = next(sent for sent in state.sent if sent.command_id == reply)
    assert sent.state is not SendState.REFUSED


def test_an_entry_pushed_again_is_owed_and_not_folded() -> None:
    pushed = replace(entry(c.AddNote("x")), state=EntryState.AGAIN)
    assert pushed.owed and not pushed.pending
