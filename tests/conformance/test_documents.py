"""Documents of what was recorded: made of what the central holds, kept with the contact, joined to a reply."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from pypdf import PdfReader

from ccpro_desk.central.errors import ProblemError
from ccpro_desk.central.handle import Handle
from ccpro_desk.domain.acts.catalogue import Catalogue
from ccpro_desk.domain.identification import Assurance
from ccpro_desk.domain.values import Role
from ccpro_desk.wire.requests import NewDocument, Sender
from tests.domain.matters import PAID
from tests.support.central import SIREN, Bench

IBAN = "FR7630006000011234567890189"


@pytest.fixture
async def centre(central: Bench) -> Bench:
    """Two agents, and the call of a usager whom `agent1` knows well enough for an act."""
    central.clock.at = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    central.rules = replace(
        central.rules, acts=Catalogue((replace(PAID, documents=("Un relevé",), produces=("receipt",)),))
    )
    central.handle = Handle(central.store, central.clock, central.rules)
    await central.usager()
    for login in ("agent1", "agent2"):
        await central.add(login)
    await central.add("chef1", Role.HEAD)
    return central


async def test_it_tells_what_was_recorded_and_goes_with_the_reply(centre: Bench) -> None:
    sender = Sender(name="Mme Martin", address="martin@client.example", assurance=Assurance.ACCOUNT)
    await centre.bring("un@client.example", siren=SIREN, sender=sender)
    at = await centre.take("agent1")
    await centre.do("agent1", "contact.identify", {"checks": ["amount"], "passed": True}, at)
    submit = centre.command("act.submit", {"act": "somme", "fields": {"montant": 123450, "iban": IBAN}}, at)
    assert (await centre.send("agent1", submit))[0].status == "applied"
    act, contact = UUID(submit["id"]), at.contact.id

    agent = await centre.agent("agent1")
    ref = await centre.handle.make_document(agent, NewDocument("receipt", contact, act))
    assert ref.type == "application/pdf" and ref.name == f"recepisse-{str(act)[-8:]}.pdf"
    _, content = await centre.handle.attachment(agent, ref.id)
    assert len(content) == ref.size
    words = " ".join(PdfReader(io.BytesIO(content)).pages[0].extract_text().split())
    for told in (
        "1 234,50 €",
        "0189",
        "SARL Fournil",
        "Acte chiffré",
        "Un relevé",
        "24 novembre 2026 à 10 h 00",
    ):
        assert told in words, words
    assert IBAN not in words and IBAN[4:12] not in words, "an account is told by its end only"

    reply = {"text": "Bonjour, ci-joint le récépissé.", "attachments": [str(ref.id)], "hold_s": 0}
    written = centre.command("contact.reply", reply, at)
    done = (await centre.send("agent1", written))[0]
    assert done.status == "applied" and done.view is not None
    assert done.view.messages[-1].attachments == (ref,)
    letter = await centre.handle.make_document(agent, NewDocument("reply", contact, UUID(written["id"])))
    assert letter.name.startswith("reponse-")
    assert not any((await centre.store.invariants(centre.clock.now())).values())

    await _refused(centre, "agent1", NewDocument("reply", contact, act), "not_found")
    await _refused(centre, "agent1", NewDocument("cessation", contact, act), "invalid")
    await _refused(centre, "agent1", NewDocument("rien", contact, act), "invalid")
    await _refused(centre, "agent1", NewDocument("receipt", UUID(int=3), act), "invalid")
    await _refused(centre, "agent2", NewDocument("receipt", contact, act), "forbidden")
    await _refused(centre, "agent2", NewDocument("reply", contact, UUID(written["id"])), "forbidden")
    await centre.bring("autre@client.example", siren=SIREN)
    await centre.take("agent2")
    await _refused(centre, "agent2", NewDocument("receipt", contact, act), "forbidden")
    assert (
        await centre.handle.make_document(await centre.agent("chef1"), NewDocument("receipt", contact, act))
    ).size
    await centre.do("agent1", "act.cancel", {"act_id": str(act), "reason": "Erreur"}, at)
    await _refused(centre, "agent1", NewDocument("receipt", contact, act), "invalid")


async def _refused(centre: Bench, login: str, asked: NewDocument, code: str) -> None:
    with pytest.raises(ProblemError) as problem:
        await centre.handle.make_document(await centre.agent(login), asked)
    assert problem.value.code == code
