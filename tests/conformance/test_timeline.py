"""One timeline of a usager, by pages over contacts and what followed from them, as far as the reader may open it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from ccpro_desk.central.errors import ProblemError
from ccpro_desk.central.handle import AskedTimeline, Handle
from ccpro_desk.domain.identification import Assurance
from ccpro_desk.domain.values import Role
from ccpro_desk.wire.listing import EntryKind, TimelineEntry
from ccpro_desk.wire.problems import ProblemCode
from ccpro_desk.wire.requests import Sender
from ccpro_desk.wire.views import NextView
from tests.conformance.test_reading import audited
from tests.domain.matters import ACTS
from tests.support.central import SIREN, Bench

REASON = "Demande écrite du service, dossier 12."
SPACE = Sender(name="Mme Martin", address="martin@client.example", assurance=Assurance.ACCOUNT)
CLOSE = {"motifs": [{"code": "autre.autre", "outcome": "act"}]}


@pytest.fixture
async def centre(central: Bench) -> Bench:
    central.clock.at = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    central.rules = replace(central.rules, acts=ACTS)
    central.handle = Handle(central.store, central.clock, central.rules)
    await central.usager()
    for login in ("agent1", "agent2"):
        await central.add(login)
    await central.add("encadrant1", Role.SUPERVISOR)
    return central


async def handled(central: Bench, login: str, subject: str, act: str) -> UUID:
    """A contact of the authenticated space, an act that follows from it, and its closing."""
    given = await taken(central, login, subject, sender=SPACE)
    await central.do(login, "contact.identify", {"checks": ["amount"], "passed": True}, given)
    submitted = await central.do(login, "act.submit", {"act": act, "fields": {}}, given)
    assert submitted.status == "applied", submitted
    assert (await central.do(login, "contact.close", CLOSE, given)).status == "applied"
    return given.contact.id


async def taken(central: Bench, login: str, subject: str, **more: object) -> NextView:
    central.later(minutes=1)
    await central.bring(f"{subject}@client.example", siren=SIREN, subject=subject, department="69", **more)
    central.later(minutes=1)
    return await central.take(login)


async def read(central: Bench, login: str, limit: int = 50, **asked: object) -> list[TimelineEntry]:
    """All pages, one after the other."""
    reader, found, cursor = await central.agent(login), [], None
    while True:
        page = AskedTimeline(SIREN, **asked)  # type: ignore[arg-type]
        items, cursor = await central.handle.timeline(reader, page, limit, cursor)
        found += items
        if cursor is None:
            return found


def told(entries: list[TimelineEntry]) -> list[tuple[EntryKind, str]]:
    return [(entry.kind, entry.title) for entry in entries]


async def test_it_is_read_by_pages_and_says_what_the_reader_may_open(centre: Bench) -> None:
    first = await handled(centre, "agent1", "Un", "essai")
    second = await handled(centre, "agent2", "Deux", "relu")
    whole = await read(centre, "encadrant1", reason=REASON)
    assert [entry.kind for entry in whole] == [EntryKind.ACT, EntryKind.CONTACT] * 2
    assert [entry.at for entry in whole] == sorted((entry.at for entry in whole), reverse=True)
    assert all(entry.readable and entry.title for entry in whole), "a supervisor reads the centre"
    assert [entry.contact_id for entry in whole] == [second, None, first, None]
    for limit in (1, 2, 3):
        assert await read(centre, "encadrant1", limit, reason=REASON) == whole

    mine = await read(centre, "agent1", reason=REASON)
    assert [entry.readable for entry in mine] == [False, False, True, True]
    for line in mine[:2]:
        assert (line.title, line.by, line.motifs, line.contact_id, line.due_at) == ("", "", (), None, None)
        assert line.state and line.at

    at = await taken(centre, "agent1", "Trois")
    known = await read(centre, "agent1", contact_id=at.contact.id)
    assert told(known)[0] == (EntryKind.CONTACT, "Trois")
    assert [entry.readable for entry in known] == [True, False, True, True, True], (
        "level 0: a colleague's act is a line"
    )
    at = await taken(centre, "agent1", "Quatre", sender=SPACE)
    known = await read(centre, "agent1", contact_id=at.contact.id)
    assert len(known) == 6 and all(entry.readable and entry.title for entry in known), "level 1 opens it"


async def test_it_opens_as_the_file_does_and_is_an_access(centre: Bench, url: str) -> None:
    at = await taken(centre, "agent1", "Un")
    agent, colleague = await centre.agent("agent1"), await centre.agent("agent2")
    for reader, asked, code in (
        (agent, AskedTimeline(SIREN), ProblemCode.FORBIDDEN),
        (colleague, AskedTimeline(SIREN, at.contact.id), ProblemCode.FORBIDDEN),
        (agent, AskedTimeline(SIREN, None, "trop court"), ProblemCode.INVALID),
        (agent, AskedTimeline("552100554", None, REASON), ProblemCode.NOT_FOUND),
    ):
        with pytest.raises(ProblemError) as refused:
            await centre.handle.timeline(reader, asked)
        assert refused.value.code is code
    await centre.handle.timeline(agent, AskedTimeline(SIREN, at.contact.id))
    [(actor, _, about, _, detail)] = await audited(url, "timeline.read")
    assert (actor, about) == (str(agent.id), f"usager/{SIREN}")
    assert json.loads(detail) == {"contact": str(at.contact.id), "level": 0}
