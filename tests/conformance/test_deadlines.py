"""Over both engines: the tax calendar's next date is an input of the rank, at intake, link and return."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from ccpro_desk.central.handle import Handle
from ccpro_desk.central.handle.deadlines import CalendarDeadlines
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.usager import Obligation, Regime
from ccpro_desk.reference.calendar import load_calendar
from tests.support.central import SIREN, Bench

PLAIN = {"subject": "Bonjour", "body": "Une question."}
CA3 = Regime("TVA", "réel normal", "Réel normal, CA3 mensuelle")
TODAY = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DUE = datetime(2026, 11, 23, 22, 59, tzinfo=UTC)
"""The CA3 of October, on its last minute in Paris: the 21st was a Saturday."""
FILED = Obligation("TVA", "3310-CA3-SD", "2026-10", date(2026, 11, 23), filed_on=date(2026, 11, 20))
NEXT = datetime(2026, 12, 21, 22, 59, tzinfo=UTC)


async def test_the_calendar_gives_the_rank_its_deadline(central: Bench) -> None:
    central.clock.advance((TODAY - central.clock.now()).total_seconds())
    await central.usager(department="69", legal="5499", regimes=(CA3,))
    await central.add("agent1")
    stranger = await central.bring(department="69", **PLAIN)
    deadlines = CalendarDeadlines(central.store, load_calendar())
    central.handle = Handle(central.store, central.clock, central.rules, deadlines=deadlines)

    brought = await central.bring(siren=SIREN, department="69", thread_id="fil", **PLAIN)
    known = await _stored(central, brought.view.id)
    assert known.urgency.deadline == DUE
    assert known.place.rank == max(known.received_at, DUE - timedelta(days=1))
    first = await central.take("agent1")
    assert first.contact.id == brought.view.id and "échéance fiscale du" in first.reason.text

    other = await central.take("agent1")
    assert other.contact.id == stranger.view.id
    linked = await central.do("agent1", "contact.link_usager", {"siren": SIREN}, other)
    assert linked.status == "applied"
    assert (await _stored(central, stranger.view.id)).urgency.deadline == DUE

    closing = {"motifs": [{"code": "autre.autre", "outcome": "answered"}]}
    assert (await central.do("agent1", "contact.close", closing, first)).status == "applied"
    await central.usager(department="69", legal="5499", regimes=(CA3,), obligations=(FILED,))
    central.clock.advance(1_000)
    again = await central.bring(siren=SIREN, department="69", thread_id="fil", **PLAIN)
    assert (await _stored(central, again.view.id)).urgency.deadline == NEXT


async def _stored(central: Bench, contact_id: UUID) -> Contact:
    found = await central.store.contact(contact_id)
    assert found is not None
    return found
