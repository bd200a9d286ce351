"""What connectors bring: once, to the right queue, into the right conversation."""

from __future__ import annotations

import asyncio
import base64
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from ccpro_desk.central.errors import ProblemError
from ccpro_desk.domain.identification import Assurance
from ccpro_desk.domain.values import Channel, Role, State
from ccpro_desk.wire.problems import ProblemCode
from ccpro_desk.wire.requests import Called, NewAttachment, Sender
from tests.support.central import SIREN, Bench

CLOSE = {"motifs": [{"code": "autre.autre", "outcome": "answered"}]}


async def test_the_same_external_id_is_the_same_contact(central: Bench) -> None:
    first = await central.bring("m1@client.example")
    again = await central.bring("m1@client.example", body="Autre chose")
    assert (again.created, again.appended, again.view.id) == (False, False, first.view.id)
    await central.add("autre", Role.CONNECTOR, centre="")
    other = await central.bring("m1@client.example", by="autre")
    assert other.created and other.view.id != first.view.id
    chat = await central.bring("m1@client.example", channel=Channel.CHAT)
    assert chat.created


async def test_the_same_external_id_at_once_is_one_contact(central: Bench) -> None:
    brought = await asyncio.gather(*(central.bring("m1@client.example") for _ in range(6)))
    assert len({b.view.id for b in brought}) == 1
    assert sum(b.created for b in brought) == 1


async def test_a_message_of_a_known_thread_is_appended_once(central: Bench) -> None:
    first = await central.bring("<m1@client.example>", thread_id="fil-7")
    answer = await central.bring("<m2@client.example>", in_reply_to="<m1@client.example>", body="Et aussi")
    same = await central.bring("<m2@client.example>", in_reply_to="<m1@client.example>", body="Et aussi")
    third = await central.bring("<m3@client.example>", thread_id="fil-7")
    assert [(b.created, b.appended, b.view.id) for b in (answer, same, third)] == [
        (False, True, first.view.id)
    ] * 3
    contact = await central.store.contact(first.view.id)
    assert contact is not None and len(contact.messages) == 3
    assert contact.references == ("<m1@client.example>", "<m2@client.example>", "<m3@client.example>")


async def test_an_answer_to_our_reply_wakes_a_closed_contact(central: Bench) -> None:
    await central.add("agent1")
    brought = await central.bring("<m1@client.example>")
    given = await central.take("agent1")
    await central.do("agent1", "contact.reply", {"text": "Voici."}, given)
    await central.do("agent1", "contact.close", CLOSE, given)
    [item] = await central.handle.claim(await central.agent("connecteur"), Channel.MAIL, 5)
    back = await central.bring("<m2@client.example>", in_reply_to=item.message_id)
    assert back.appended and back.view.id == brought.view.id and back.view.state is State.WAITING
    again = await central.take("agent1")
    assert again.contact.id == brought.view.id
    assert len(again.contact.messages) == 3


async def test_the_territory_is_the_sie_then_the_department_then_the_usager(central: Bench) -> None:
    await central.usager(department="33")
    sie = next(iter(central.rules.settings.centre_of_sie.items()))
    line = Called("+33199001020", sie[0])
    by_sie = await central.bring(called=line, department="33", siren=SIREN)
    by_department = await central.bring(department="69", siren=SIREN)
    by_usager = await central.bring(siren=SIREN)
    nobody = await central.bring(siren="123456789")
    pools = []
    for brought in (by_sie, by_department, by_usager, nobody):
        contact = await central.store.contact(brought.view.id)
        assert contact is not None
        pools.append(contact.place.pool)
    assert pools == [sie[1], "lons", "pau", "national"]
    assert by_usager.view.usager is not None and nobody.view.usager is None


async def test_the_channel_identifies_only_as_far_as_it_proves(central: Bench) -> None:
    await central.usager()
    account = Sender(name="Mme Martin", address="m@client.example", assurance=Assurance.ACCOUNT)
    levels = []
    for more in ({"siren": SIREN}, {"siren": SIREN, "sender": account}, {"sender": account}):
        contact = await central.store.contact((await central.bring(**more)).view.id)
        assert contact is not None
        levels.append(contact.identification.level)
    assert levels == [0, 1, 0]


async def test_untrusted_text_is_cleaned_at_the_door(central: Bench) -> None:
    file = NewAttachment("fac\u202eture\x00.pdf", "application/pdf", base64.b64encode(b"%PDF").decode())
    brought = await central.bring(
        "id\x00-1@client.example",
        subject="Bonjour\x1b]52;c;aGk=\x07\r\nBcc: x",
        body="a\x00b\x1b[31mc\u200b",
        sender=Sender(name="\u202eEve\x07", address="eve@client.example"),
        attachments=(file,),
        thread_id="t\x001",
    )
    contact = await central.store.contact(brought.view.id)
    assert contact is not None
    assert contact.subject == "Bonjour Bcc: x" and contact.origin.name == "Eve"
    assert contact.messages[0].text == "abc"
    assert contact.messages[0].attachments[0].name == "facture.pdf"
    assert contact.external_id == "id-1@client.example"
    connector = await central.agent("connecteur")
    ref, content = await central.handle.attachment(connector, contact.messages[0].attachments[0].id)
    assert content == b"%PDF" and ref.size == 4


@pytest.mark.parametrize(
    "at",
    [
        datetime(9999, 12, 31, 23, 59, tzinfo=timezone(timedelta(hours=-5))),
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=5))),
    ],
)
async def test_an_impossible_date_is_refused(central: Bench, at: datetime) -> None:
    with pytest.raises(ProblemError) as refused:
        await central.bring(received_at=at)
    assert refused.value.code is ProblemCode.INVALID


async def test_only_connectors_bring(central: Bench) -> None:
    await central.add("agent1")
    with pytest.raises(ProblemError) as refused:
        await central.bring(by="agent1")
    assert refused.value.code is ProblemCode.FORBIDDEN


async def test_a_call_has_no_message_and_hangs_up(central: Bench) -> None:
    brought = await central.bring(
        channel=Channel.PHONE, body=None, subject=None, sender=Sender(number="+33199001122")
    )
    assert brought.view.messages == ()
    ended = await central.do("connecteur", "contact.end", {"by": "usager"}, replace(brought.view))
    assert ended.status == "applied"
    contact = await central.store.contact(brought.view.id)
    assert contact is not None and contact.state is State.CLOSED


async def test_bad_base64_is_refused(central: Bench) -> None:
    with pytest.raises(ProblemError) as refused:
        await central.bring(attachments=(NewAttachment("a", "b", "***"),))
    assert refused.value.code is ProblemCode.INVALID


async def test_ids_of_any_length_and_shape_are_kept(central: Bench) -> None:
    long = "\u00e9" * 999
    first = await central.bring(long, thread_id="t" * 2_000, department="6\x00")
    assert first.created and first.view.external_id == long
    assert (await central.bring(long)).view.id == first.view.id
    assert (await central.bring(long[1:])).created
    same = await central.bring(thread_id="t" * 2_000)
    assert same.appended and same.view.id == first.view.id


async def test_a_connector_reads_no_notes(central: Bench) -> None:
    await central.add("agent1")
    brought = await central.bring("m1@client.example")
    given = await central.take("agent1")
    await central.do("agent1", "contact.note", {"text": "Entre nous."}, given)
    await central.do("agent1", "draft.save", {"text": "Brouillon"}, given)
    again = await central.bring("m1@client.example")
    assert again.view.id == brought.view.id and again.view.draft is None
    assert len(again.view.messages) == 1
    assert again.view.lease is None or again.view.lease.token is None
