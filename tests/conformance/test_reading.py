"""Who may read what."""

from __future__ import annotations

import base64
import json
import sqlite3
from uuid import uuid4

import asyncpg
import pytest

from ccpro_desk.central.errors import ProblemError
from ccpro_desk.central.handle import Asked
from ccpro_desk.domain.delivery import Change, Delivery
from ccpro_desk.domain.usager import Obligation, Office, Usager
from ccpro_desk.domain.values import Channel, Role, State
from ccpro_desk.wire.codec import jsonable
from ccpro_desk.wire.problems import ProblemCode
from ccpro_desk.wire.requests import NewAttachment
from tests.support.central import SIREN, Bench

CLOSE = {"motifs": [{"code": "autre.autre", "outcome": "answered"}]}
WHY = "Vérification demandée par le SIE de Lyon."


async def refused(call: object) -> ProblemCode:
    with pytest.raises(ProblemError) as problem:
        await call  # type: ignore[misc]
    return problem.value.code


async def test_a_contact_is_for_holder_supervisor_and_colleagues_of_the_same_usager(central: Bench) -> None:
    await central.usager()
    for login in ("agent1", "agent2", "agent3"):
        await central.add(login)
    chief = await central.add("chef1", Role.SUPERVISOR)
    other_chief = await central.add("chef2", Role.SUPERVISOR, centre="pau")
    await central.bring(siren=SIREN, department="69")
    await central.bring(siren=SIREN, department="69")
    given = await central.take("agent1")
    contact = given.contact.id
    handle = central.handle
    holder = await handle.contact(await central.agent("agent1"), contact)
    assert holder.messages and holder.lease is not None and holder.lease.token is None
    assert (await handle.contact(chief, contact)).origin is not None
    assert await refused(handle.contact(other_chief, contact)) is ProblemCode.FORBIDDEN
    assert await refused(handle.contact(await central.agent("agent2"), contact)) is ProblemCode.FORBIDDEN
    await central.take("agent2")
    assert (await handle.contact(await central.agent("agent2"), contact)).messages
    assert await refused(handle.contact(await central.agent("agent3"), contact)) is ProblemCode.FORBIDDEN
    assert await refused(handle.contact(await central.agent("connecteur"), contact)) is ProblemCode.FORBIDDEN
    assert await refused(handle.contact(chief, uuid4())) is ProblemCode.NOT_FOUND


async def test_lists_show_the_centre_without_names(central: Bench) -> None:
    agent = await central.add("agent1")
    far = await central.add("agent2", centre="pau")
    here = [(await central.bring(department="69")).view.id for _ in range(5)]
    nation = (await central.bring()).view.id
    pages, cursor = [], None
    while True:
        page, cursor, total = await central.handle.contacts(agent, limit=2, cursor=cursor)
        assert total == (6 if not pages else None), "how many there are is said once"
        pages.append(page)
        if cursor is None:
            break
    listed = [view for page in pages for view in page]
    assert [len(page) for page in pages] == [2, 2, 2]
    assert [view.id for view in listed] == [*here, nation]
    assert all(v.who is None for v in listed)
    assert not {"messages", "origin", "usager"} & jsonable(listed[0]).keys()
    assert [v.id for v in (await central.handle.contacts(far))[0]] == [nation]
    await central.take("agent1")
    active, _, _ = await central.handle.contacts(agent, Asked(state=State.ACTIVE))
    assert len(active) == 1
    assert await refused(central.handle.contacts(await central.agent("connecteur"))) is ProblemCode.FORBIDDEN
    for cursor in ("x", base64.b64encode(b"2026\nz").decode(), base64.b64encode(b"a\x00\nb").decode(), "é"):
        assert await refused(central.handle.contacts(agent, cursor=cursor)) is ProblemCode.INVALID


async def test_me_shows_what_is_at_hand_set_aside_and_waiting_for_me(central: Bench) -> None:
    await central.add("agent1")
    for _ in range(3):
        await central.bring(channel=Channel.MAIL)
    held, parked = await central.take("agent1"), await central.take("agent1")
    await central.do("agent1", "contact.park", {"reason": "Attend une pièce."}, parked)
    bounced = await central.take("agent1")
    await central.do("agent1", "contact.reply", {"text": "Voici."}, bounced)
    await central.do("agent1", "contact.close", CLOSE, bounced)
    connector = await central.agent("connecteur")
    [item] = await central.handle.claim(connector, Channel.MAIL, 5)
    from ccpro_desk.wire.requests import OutboxReport

    await central.handle.report(connector, item.id, OutboxReport(item.claim, "failed", "550"))
    me = await central.handle.me(await central.agent("agent1"))
    assert {c.id: c.state for c in me.contacts} == {
        held.contact.id: State.ACTIVE,
        parked.contact.id: State.PARKED,
        bounced.contact.id: State.WAITING,
    }
    [lease] = me.leases
    assert held.lease is not None
    assert (lease.contact_id, lease.token) == (held.contact.id, held.lease.token)


async def test_a_dossier_opens_as_far_as_the_contact_is_identified(central: Bench) -> None:
    usager = Usager(
        SIREN,
        "SARL Fournil",
        city="Lyon",
        sie=Office("SIE-1", "SIE Lyon Est"),
        obligations=(Obligation("TVA", "3310-CA3", "2026-10", central.clock.now().date()),),
    )
    await central.store.import_usagers([Delivery(usager)], central.clock.now())
    await central.add("agent1")
    other = await central.add("agent2")
    await central.bring(siren=SIREN, channel=Channel.CALLBACK, body=None)
    given = await central.take("agent1")
    agent = await central.agent("agent1")
    closed = await central.handle.dossier(agent, SIREN, contact_id=given.contact.id)
    assert closed.level == 0 and "obligations" in closed.masked
    assert isinstance(closed.fields, dict)
    assert closed.fields["obligations"] is None and closed.fields["name"] == "SARL Fournil"
    checks = {"checks": ["amount", "notice"], "passed": True}
    await central.do("agent1", "contact.identify", checks, given)
    opened = await central.handle.dossier(agent, SIREN, contact_id=given.contact.id)
    assert opened.level == 1 and opened.masked == () and isinstance(opened.fields, dict)
    assert opened.fields["obligations"][0]["form"] == "3310-CA3"
    denied = [
        central.handle.dossier(other, SIREN, contact_id=given.contact.id),
        central.handle.dossier(agent, SIREN),
        central.handle.dossier(agent, "123456789", contact_id=given.contact.id),
        central.handle.dossier(await central.agent("connecteur"), SIREN, reason=WHY),
    ]
    assert [await refused(call) for call in denied] == [ProblemCode.FORBIDDEN] * 4
    assert await refused(central.handle.dossier(agent, SIREN, reason="court")) is ProblemCode.INVALID
    assert await refused(central.handle.dossier(agent, "999999999", reason=WHY)) is ProblemCode.NOT_FOUND
    assert (await central.handle.dossier(other, SIREN, reason=WHY)).level == 1


async def test_usagers_are_found_by_name_and_number(central: Bench) -> None:
    names = {"732829320": "Café de l'Éclair", "100000009": "Cafétéria", "100000017": "ÉCLAIR CAFÉ 100%_"}
    usagers = [Delivery(Usager(siren, name, city="Lyon")) for siren, name in names.items()]
    assert await central.store.import_usagers(usagers, central.clock.now()) == {Change.ADDED: 3}
    assert await central.store.import_usagers(usagers[:2], central.clock.now()) == {Change.UNCHANGED: 2}
    agent = await central.add("agent1")

    async def found(q: str) -> list[str]:
        return [hit.siren for hit in (await central.handle.search_usagers(agent, q))[0]]

    assert await found("éclair CAFE") == ["100000017", "732829320"]
    assert await found("732 829") == ["732829320"]
    assert await found("100000") == ["100000009", "100000017"]
    assert await found("%%%") == [] and await found("zzz") == []
    one, cursor = await central.handle.search_usagers(agent, "caf", limit=1)
    assert cursor is not None
    rest, end = await central.handle.search_usagers(agent, "caf", cursor=cursor)
    assert end is None and [h.siren for h in (*one, *rest)] == ["732829320", "100000009", "100000017"]
    assert await refused(central.handle.search_usagers(agent, "ab")) is ProblemCode.INVALID


async def test_attachments_are_for_their_sender_and_the_contacts_readers(central: Bench, url: str) -> None:
    await central.add("agent1")
    stranger = await central.add("agent2")
    agent = await central.agent("agent1")
    file = NewAttachment("réponse.pdf", "application/pdf", base64.b64encode(b"%PDF-1.7").decode())
    ref = await central.handle.add_attachment(agent, file)
    assert (ref.name, ref.size) == ("réponse.pdf", 8)
    connector = await central.agent("connecteur")
    assert await refused(central.handle.attachment(connector, ref.id)) is ProblemCode.FORBIDDEN
    await central.bring()
    given = await central.take("agent1")
    reply = {"text": "Voici.", "attachments": [str(ref.id)]}
    stolen = await central.do("agent1", "contact.reply", {**reply, "attachments": [str(uuid4())]}, given)
    assert stolen.code == "invalid"
    assert (await central.do("agent1", "contact.reply", reply, given)).status == "applied"
    [item] = await central.handle.claim(connector, Channel.MAIL, 5)
    assert [a.id for a in item.attachments] == [ref.id]
    assert (await central.handle.attachment(connector, ref.id))[1] == b"%PDF-1.7"
    assert (await central.handle.attachment(agent, ref.id))[0] == ref
    assert await refused(central.handle.attachment(stranger, ref.id)) is ProblemCode.FORBIDDEN
    read = [(actor, about) for actor, _, about, _, _ in await audited(url, "attachment.read")]
    assert sorted(read) == sorted((str(who.id), f"attachment/{ref.id}") for who in (connector, agent))
    assert await refused(central.handle.attachment(agent, uuid4())) is ProblemCode.NOT_FOUND
    huge = NewAttachment("a", "b", base64.b64encode(b"0" * (25 * 1024 * 1024 + 1)).decode())
    assert await refused(central.handle.add_attachment(agent, huge)) is ProblemCode.TOO_LARGE


async def test_reading_a_dossier_leaves_a_trace_without_chatter(central: Bench, url: str) -> None:
    await central.usager()
    agent = await central.add("agent1")
    await central.handle.dossier(agent, SIREN, reason=WHY)
    [(actor, action, about, digest, detail)] = await audited(url, "dossier.read")
    assert (actor, action, about) == (str(agent.id), "dossier.read", f"usager/{SIREN}")
    assert json.loads(detail) == {"level": 1, "reason": WHY} and len(digest) == 64
    await central.bring()
    given = await central.take("agent1")
    await central.do("agent1", "contact.reply", {"text": "Texte de l'agent."}, given)
    [row] = await audited(url, "contact.reply")
    assert "Texte" not in repr(row)


async def audited(url: str, action: str) -> list[tuple[str, str, str, str, str]]:
    sql = (
        "select a.actor, a.action, a.object, a.digest, d.detail from audit a "
        f"join audit_detail d on d.id = a.id where a.action = '{action}'"
    )
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()
    remote = await asyncpg.connect(url)
    try:
        return [tuple(row) for row in await remote.fetch(sql)]
    finally:
        await remote.close()
