"""One e-mail from intake to sent reply."""

from __future__ import annotations

from uuid import uuid4

from ccpro_desk.domain.values import Channel, Sending, State
from ccpro_desk.wire.requests import OutboxReport
from tests.support.central import SIREN, Bench


async def test_an_email_goes_from_intake_to_sent_reply(central: Bench) -> None:
    await central.usager(department="69")
    await central.add("agent1")
    brought = await central.bring("<q1@client.example>", siren=SIREN, department="69")
    assert brought.created and brought.view.usager is not None and brought.view.usager.siren == SIREN

    given = await central.take("agent1")
    assert given.contact.id == brought.view.id
    assert given.contact.state is State.ACTIVE
    assert given.lease is not None and given.contact.lease is not None
    assert given.contact.lease.token == given.lease.token
    assert [m.text for m in given.contact.messages] == ["Bonjour, quelle est ma date de dépôt ?"]

    replied = await central.do("agent1", "contact.reply", {"text": "Le 19 décembre."}, given)
    assert (replied.status, replied.version) == ("applied", given.contact.version + 1)
    motifs = [{"code": "autre.autre", "outcome": "answered"}]
    closed = await central.do(
        "agent1", "contact.close", {"motifs": motifs}, given, base_version=replied.version
    )
    assert closed.status == "applied"
    assert closed.view is not None and closed.view.state is State.CLOSED and closed.view.lease is None

    connector = await central.agent("connecteur")
    [item] = await central.handle.claim(connector, Channel.MAIL, 10)
    assert item.text == "Le 19 décembre."
    assert item.to.address == "martin@client.example"
    assert item.subject == "Re: Question de TVA"
    assert item.in_reply_to == "<q1@client.example>"
    assert item.references == ("<q1@client.example>",)
    assert item.message_id == f"<{item.id}@ccpros.example>"
    assert await central.handle.claim(connector, Channel.MAIL, 10) == []
    await central.handle.report(connector, item.id, OutboxReport(item.claim, "sent"))
    await central.handle.report(connector, item.id, OutboxReport(item.claim, "sent"))

    me = await central.handle.me(await central.agent("agent1"))
    assert me.contacts == () and me.counters["waiting"] == 0
    view = await central.handle.contact(await central.agent("agent1"), brought.view.id)
    assert [m.status for m in view.messages] == [None, Sending.SENT]


async def test_the_same_key_gives_the_same_contact(central: Bench) -> None:
    await central.add("agent1")
    first, key = await central.bring(), str(uuid4())
    await central.bring()
    given = await central.next("agent1", key)
    again = await central.next("agent1", key)
    assert given is not None and again is not None
    assert given.contact.id == again.contact.id == first.view.id
    assert given.lease == again.lease
