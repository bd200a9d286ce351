"""A fiche de liaison from the agent to the SIE and back, over both engines: rights, races, what each one reads."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from ccpro_desk.central.errors import ProblemError
from ccpro_desk.central.handle import AskedMatters
from ccpro_desk.domain.matter import MatterKind
from ccpro_desk.domain.usager import Office
from ccpro_desk.domain.values import Channel, Direction, Role
from ccpro_desk.wire.requests import NewAttachment, Sender
from ccpro_desk.wire.views import ContactView, NextView, Result
from tests.support.central import SIREN, Bench

EAST, WEST = "SIE-69-EST", "SIE-69-OUEST"
FICHE = {
    "sie": EAST,
    "facts": "Crédit de TVA, demande complète.",
    "urgency": "normal",
    "motif": "tva.remboursement",
}
LISTED = AskedMatters(MatterKind.REFERRAL, ("open", "asked"))


@pytest.fixture
async def centre(central: Bench) -> Bench:
    central.clock.at = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    await central.usager(sie=Office(EAST, "SIE Lyon Est"), vat="FR44732829320")
    await central.add("agent1")
    await central.add("agent2")
    for login, office in (("sie1", EAST), ("sie2", EAST), ("sie3", WEST)):
        await central.add(login, Role.SIE, centre="", office=office)
    return central


async def brought(central: Bench, **more: Any) -> NextView:
    file = NewAttachment("demande.pdf", "application/pdf", "YQ==")
    given = {"siren": SIREN, "attachments": (file,), "department": "69"} | more
    await central.bring(**given)
    return await central.take("agent1")


async def refer(
    central: Bench, at: NextView | ContactView, login: str = "agent1", **more: Any
) -> tuple[UUID, Result]:
    command = central.command("contact.refer", FICHE | more, at)
    [result] = await central.send(login, command)
    return UUID(command["id"]), result


async def says(central: Bench, login: str, what: str, fiche: UUID, **body: Any) -> Result:
    return await central.do(login, f"referral.{what}", {"referral_id": str(fiche), **body})


async def test_the_whole_exchange(centre: Bench) -> None:
    given = await brought(centre)
    reply = {"text": "Je transmets.", "answers": [{"id": "TVA-021", "version": 4}]}
    assert (await centre.do("agent1", "contact.reply", reply, given)).status == "applied"
    start = await centre.store.position()
    fiche, done = await refer(centre, given, promised_on="2026-11-27")
    assert done.status == "applied" and done.view is not None, done
    assert (done.view.state, done.view.lease, done.view.matters and done.view.matters[0].id) == (
        "referred",
        None,
        fiche,
    )
    assert [(m.code, m.outcome) for m in done.view.motifs] == [("tva.remboursement", "referred")]
    told, _ = await centre.store.events_after(start, 20)
    assert [each.event.type for each in told] == ["contact.changed", "referral.made", "contact.referred"]
    officer = await centre.agent("sie1")
    heard = [each.event.type for each in told if each.audience.includes(officer)]
    assert heard == ["referral.made"]

    # the officer's inbox, the fiche, the thread, the file, the document
    [item], further = await centre.handle.matters(officer, LISTED)
    assert (item.id, item.office, item.detail, further) == (fiche, EAST, None, None)
    read = await centre.handle.matter(officer, fiche)
    assert read.detail is not None and read.detail["facts"] == FICHE["facts"]
    [said] = read.detail["said"]
    assert said["answers"] == [{"id": "TVA-021", "version": 4}]
    [document] = read.detail["documents"]
    thread = await centre.handle.contact(officer, given.contact.id)
    assert [m.direction for m in thread.messages] == [Direction.IN, Direction.OUT] and thread.lease is None
    ref, content = await centre.handle.attachment(officer, UUID(document["id"]))
    assert (ref.name, content) == ("demande.pdf", b"a")
    dossier = await centre.handle.dossier(officer, SIREN, contact_id=given.contact.id, reason=None)
    assert dossier.level == 2, "the office in charge of this usager"

    # asked back, answered on the same fiche, then answered
    assert (await says(centre, "sie1", "ask", fiche, text="Quelle période ?")).status == "applied"
    back = await centre.take("agent1")
    assert back.contact.id == given.contact.id and "Question du SIE" in back.reason.text
    assert back.contact.messages[-1].text == "Quelle période ?"
    replied = {"referral_id": str(fiche), "text": "Le mois d'octobre."}
    again = await centre.do("agent1", "referral.reply", replied, back)
    assert again.status == "applied" and again.view is not None and again.view.state == "referred"
    assert (await says(centre, "sie2", "answer", fiche, text="Remboursement ordonné.")).status == "applied"
    assert await centre.next("agent2") is None, "it waits for the agent who referred it first"
    last = await centre.take("agent1")
    assert "Retour du SIE" in last.reason.text and last.contact.messages[-1].text == "Remboursement ordonné."
    final = await centre.handle.matter(await centre.agent("agent1"), fiche)
    assert final.steps is not None
    assert [step.state for step in final.steps] == ["open", "asked", "open", "answered"]
    assert await centre.handle.matters(officer, LISTED) == ((), None)
    with pytest.raises(ProblemError, match="fiche en cours"):
        await centre.handle.dossier(officer, SIREN, contact_id=given.contact.id, reason=None)


async def test_after_a_while_its_return_is_everybodys_and_a_call_is_called_back(centre: Bench) -> None:
    await centre.bring(
        channel=Channel.PHONE, sender=Sender(number="+33639980010"), siren=SIREN, department="69"
    )
    offered = await centre.take("agent1")
    taken = await centre.do("agent1", "contact.accept", {}, offered)
    assert taken.view is not None
    fiche, done = await refer(centre, taken.view)
    assert done.status == "applied", done
    assert (
        await says(centre, "sie1", "return", fiche, reason="Voyez la fiche.", article="1.1")
    ).status == "applied"
    centre.later(days=3)
    await centre.handle.tick()
    found = await centre.next("agent2")
    assert found is not None and found.contact.channel is Channel.CALLBACK
    assert found.contact.messages[-1].text.startswith("Voyez la fiche.\n\nL'information")
    assert "article 1.1" in found.contact.messages[-1].text


async def test_the_sie_goes_on_with_the_usager(centre: Bench) -> None:
    given = await brought(centre)
    fiche, _ = await refer(centre, given)
    assert (await says(centre, "sie1", "take", fiche, text="Bonjour, nous suivons.")).status == "applied"
    contact = await centre.store.contact(given.contact.id)
    assert contact is not None and contact.state == "closed"
    again = await centre.do("agent1", "contact.note", {"text": "Vu."}, None, contact_id=str(contact.id))
    assert again.status == "applied"
    assert (contact.messages[-1].text, contact.messages[-1].status) == ("Bonjour, nous suivons.", "queued")
    late = await says(centre, "sie2", "answer", fiche, text="Trop tard")
    assert (late.status, late.code) == ("refused", "wrong_state")


async def test_a_question_that_nobody_answers_ends_with_its_contact(centre: Bench) -> None:
    given = await brought(centre)
    fiche, _ = await refer(centre, given)
    assert (await says(centre, "sie1", "ask", fiche, text="Quelle période ?")).status == "applied"
    back = await centre.take("agent1")
    motifs = {"motifs": [{"code": "tva.remboursement", "outcome": "answered"}]}
    assert (await centre.do("agent1", "contact.close", motifs, back)).status == "applied"
    assert (await centre.handle.matter(await centre.agent("sie1"), fiche)).state == "withdrawn"


async def test_what_is_overdue_is_counted_for_the_centre_and_stands_first(centre: Bench) -> None:
    await centre.add("encadrant1", Role.SUPERVISOR)
    supervisor = await centre.agent("encadrant1")
    assert (await centre.handle.plateau.seen(supervisor)).fiches is None
    calm, _ = await refer(centre, await brought(centre))
    late, _ = await refer(centre, await brought(centre), promised_on="2026-11-25", override="Autre période")
    centre.later(days=2)
    fiches = (await centre.handle.plateau.seen(supervisor)).fiches
    assert fiches is not None and (fiches.open, fiches.overdue) == (2, 1)
    items, _ = await centre.handle.matters(await centre.agent("sie2"), LISTED)
    assert [item.id for item in items] == [late, calm]


async def test_who_may_what(centre: Bench) -> None:
    given = await brought(centre)
    fiche, _ = await refer(centre, given)
    for login in ("sie3", "agent1"):
        refused = await says(centre, login, "answer", fiche, text="Non")
        assert (refused.status, refused.code) == ("refused", "forbidden"), login
    other = await centre.agent("sie3")
    for reading in (
        centre.handle.matter(other, fiche),
        centre.handle.contact(other, given.contact.id),
        centre.handle.dossier(other, SIREN, contact_id=given.contact.id, reason=None),
        centre.handle.dossier(
            await centre.agent("sie1"), SIREN, contact_id=None, reason="Une demande écrite du service"
        ),
    ):
        with pytest.raises(ProblemError) as told:
            await reading
        assert told.value.code == "forbidden"
    unknown = await says(centre, "sie1", "answer", UUID(int=7), text="?")
    assert (unknown.status, unknown.code) == ("refused", "not_found")


async def test_races_lose_nothing(centre: Bench) -> None:
    given = await brought(centre)
    fiche, _ = await refer(centre, given)
    both = await asyncio.gather(
        says(centre, "sie1", "answer", fiche, text="Oui"),
        says(centre, "sie2", "answer", fiche, text="Non"),
        centre.do(
            "agent1", "contact.note", {"text": "L'usager a rappelé."}, None, contact_id=str(given.contact.id)
        ),
    )
    assert sorted(result.status for result in both[:2]) == ["applied", "refused"]
    assert both[2].status == "applied"
    contact = await centre.store.contact(given.contact.id)
    assert contact is not None and contact.state == "waiting"
    assert sorted(m.direction for m in contact.messages) == ["in", "note", "note"]
