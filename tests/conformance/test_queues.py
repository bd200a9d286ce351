"""Over both engines: offers let go, overflow by threshold, levels, accompanied agents' motifs, deadlines."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from ccpro_desk.central.errors import ProblemError
from ccpro_desk.central.handle import Handle
from ccpro_desk.central.handle.deadlines import NoDeadlines
from ccpro_desk.central.rules import load_rules
from ccpro_desk.central.store.statements import statements
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.dispatch import Pressure
from ccpro_desk.domain.hours import Hours
from ccpro_desk.domain.values import Channel, Role
from ccpro_desk.wire.plateau import Reassign, ReassignTo
from ccpro_desk.wire.problems import ProblemCode
from ccpro_desk.wire.views import NextView
from tests.conformance.test_plans import FILL, sqlite_plan
from tests.support.central import SIREN, Bench
from tests.support.plans import planned_part

CA3 = {"subject": "Déclaration CA3", "body": "Quelle est la date de dépôt ?"}
PLAIN = {"subject": "Bonjour", "body": "Une question."}
ALWAYS = MappingProxyType[str, Hours]({})


def set_to(central: Bench, **settings: Any) -> None:
    """The centre with other settings of dispatch."""
    central.rules = load_rules(**settings)
    central.handle = Handle(central.store, central.clock, central.rules)


async def stored(central: Bench, contact_id: UUID) -> Contact:
    found = await central.store.contact(contact_id)
    assert found is not None
    return found


async def rings(central: Bench, **more: Any) -> UUID:
    """A call of the centre's territory."""
    call = {"channel": Channel.PHONE, "body": None, "subject": None, "department": "69"}
    return (await central.bring(**(call | more))).view.id


# -- offers let go


async def test_a_call_that_was_declined_rings_at_somebody_elses(central: Bench) -> None:
    await central.add("agent1")
    await central.add("agent2")
    call = await rings(central)
    given = await central.take("agent1")
    declined = await central.do("agent1", "contact.decline", {"reason": "Je termine un dossier"}, given)
    assert declined.status == "applied"
    kept = await stored(central, call)
    assert kept.reason.text.endswith("proposé : Je termine un dossier.")
    assert await central.next("agent1") is None
    other = await central.take("agent2")
    assert other.contact.id == call and "proposé de nouveau" not in other.reason.text
    assert (await central.do("agent2", "contact.accept", {}, other)).status == "applied"
    assert (await stored(central, call)).let_go == ()


async def test_it_comes_back_once_its_time_is_over(central: Bench) -> None:
    await central.add("agent1")
    await central.add("agent2")
    call = await rings(central)
    await central.do("agent1", "contact.decline", {"reason": "non"}, await central.take("agent1"))
    central.later(seconds=299)
    assert await central.next("agent1") is None
    central.later(seconds=1)
    again = await central.take("agent1")
    assert again.contact.id == call and again.reason.code == "deadline"


async def test_it_comes_back_at_once_when_nobody_else_could_take_it(central: Bench) -> None:
    await central.add("agent1")
    await central.add("agent2")
    await central.add("agent7", centre="pau")
    call = await rings(central)
    await central.do("agent1", "contact.decline", {"reason": "non"}, await central.take("agent1"))
    assert await central.next("agent1") is None
    await central.do("agent2", "agent.status", {"status": "pause"})
    again = await central.take("agent1")
    assert again.contact.id == call and again.reason.code == "again"
    assert "personne d'autre n'est disponible" in again.reason.text


async def test_a_colleague_on_the_line_is_nobody_else(central: Bench) -> None:
    await central.add("agent1")
    await central.add("agent2")
    first = await rings(central)
    busy = await central.take("agent2")
    assert busy.contact.id == first
    await central.do("agent2", "contact.accept", {}, busy)
    call = await rings(central)
    await central.do("agent1", "contact.decline", {"reason": "non"}, await central.take("agent1"))
    assert (await central.take("agent1")).contact.id == call


async def test_an_offer_that_ran_out_is_let_go_too_and_hides_nothing_behind_it(central: Bench) -> None:
    await central.add("agent1")
    await central.add("agent2")
    first, second = await rings(central), await rings(central)
    assert (await central.take("agent1")).contact.id == first
    central.later(seconds=31)
    await central.handle.tick()
    assert (await stored(central, first)).reason.code == "offer_expired"
    assert (await central.take("agent1")).contact.id == second
    assert (await central.take("agent2")).contact.id == first


async def test_what_both_declined_is_offered_again_and_a_mail_meanwhile(central: Bench) -> None:
    await central.add("agent1")
    await central.add("agent2")
    call = await rings(central)
    mail = await central.bring(department="69")
    for login in ("agent1", "agent2"):
        await central.do(login, "contact.decline", {"reason": "non"}, await central.take(login))
    assert (await central.take("agent2")).contact.id == call
    assert (await central.take("agent1")).contact.id == mail.view.id


# -- overflow by threshold


async def test_a_call_beyond_those_that_may_wait_is_every_centres(central: Bench) -> None:
    set_to(central, hours=ALWAYS, overflow_waiting={Channel.PHONE: 2}, overflow_oldest_s={})
    await central.add("agent7", centre="pau")
    kept = [await rings(central) for _ in range(2)]
    mail = (await central.bring(department="69")).view.id
    beyond = await rings(central)
    assert [(await stored(central, call)).place.pool for call in (*kept, mail, beyond)] == [
        "lons",
        "lons",
        "lons",
        "national",
    ]
    assert (await stored(central, beyond)).reason.code == "overflow"
    given = await central.take("agent7")
    assert given.contact.id == beyond
    assert "relève de CC Pros Lons-le-Saunier, ouvert à tous les centres" in given.reason.text
    await central.do("agent7", "contact.accept", {}, given)
    assert await central.next("agent7", channels=(Channel.PHONE, Channel.MAIL)) is None


async def test_a_call_behind_one_that_waits_too_long_is_every_centres(central: Bench) -> None:
    set_to(central, hours=ALWAYS, overflow_waiting={}, overflow_oldest_s={Channel.PHONE: 120})
    await rings(central)
    central.later(seconds=119)
    soon = await rings(central)
    central.later(seconds=1)
    late = await rings(central)
    pools = [(await stored(central, call)).place.pool for call in (soon, late)]
    assert pools == ["lons", "national"]


async def test_nothing_overflows_where_every_other_centre_is_closed(central: Bench) -> None:
    never = Hours(MappingProxyType({}), lambda day: False)
    hours = {name: never for name in central.rules.settings.territory.centres if name != "lons"}
    set_to(central, hours=hours, overflow_waiting={Channel.PHONE: 0}, overflow_oldest_s={})
    assert (await stored(central, await rings(central))).place.pool == "lons"


async def test_the_pressure_counts_what_waits_for_all_there(central: Bench) -> None:
    agent = await central.add("agent1")
    calls = [await rings(central) for _ in range(3)]
    await rings(central, department="33")
    await central.bring(department="69")
    since = central.clock.now()
    assert await central.store.pressure("lons", Channel.PHONE, 100) == Pressure(3, since)
    assert await central.store.pressure("lons", Channel.PHONE, 2) == Pressure(2, since)
    await central.take("agent1")
    assert (await central.store.pressure("lons", Channel.PHONE, 100)).waiting == 2
    assert await central.store.pressure("lons", Channel.CHAT, 100) == Pressure()
    [free] = await central.store.colleagues_free(UUID(int=5), "lons", Channel.PHONE)
    assert (free.agent.id, free.held, free.hands) == (agent.id, 1, 1) and len(calls) == 3
    assert await central.store.colleagues_free(agent.id, "lons", Channel.PHONE) == []
    assert await central.store.colleagues_free(UUID(int=5), "pau", Channel.PHONE) == []
    assert len(await central.store.colleagues_free(UUID(int=5), "national", Channel.MAIL)) == 1


async def test_calls_are_shared_by_all_while_mail_keeps_its_territory(central: Bench) -> None:
    set_to(
        central, hours=ALWAYS, shared=frozenset({Channel.PHONE}), overflow_waiting={}, overflow_oldest_s={}
    )
    await central.add("agent7", centre="pau")
    call = await rings(central)
    mail = (await central.bring(department="69")).view.id
    assert [(await stored(central, each)).place.pool for each in (call, mail)] == ["national", "lons"]
    given = await central.take("agent7")
    assert given.contact.id == call and "relève de CC Pros Lons-le-Saunier" in given.reason.text
    await central.do("agent7", "contact.accept", {}, given)
    assert await central.next("agent7", channels=(Channel.MAIL,)) is None


# -- levels


async def test_a_level_asked_for_goes_to_who_has_it_then_to_the_skill(central: Bench) -> None:
    await central.add("agent1", skills=("general", "tva"))
    await central.add("agent2", skills=("general", "tva"), levels={"tva": 1})
    await central.add("agent3", skills=("general", "tva"), levels={"tva": 3})
    await central.bring(department="69")
    given = await central.take("agent1")
    body = {"to": {"skill": "tva:3"}, "summary": "Territorialité : il faut quelqu'un qui la pratique."}
    assert (await central.do("agent1", "contact.transfer", body, given)).status == "applied"
    assert await central.next("agent1") is None and await central.next("agent2") is None
    expert = await central.take("agent3")
    assert expert.contact.id == given.contact.id and "niveau expert demandé" in expert.reason.text
    body["to"]["skill"] = "tva:2"  # type: ignore[index]
    assert (await central.do("agent3", "contact.transfer", body, expert)).status == "applied"
    assert await central.next("agent2") is None
    central.later(days=4)
    await central.handle.tick()
    assert (await central.take("agent2")).contact.id == given.contact.id


async def test_a_level_that_nobody_of_the_pool_has_is_not_waited_for(central: Bench) -> None:
    await central.add("agent1", skills=("general", "tva"))
    await central.add("agent2", skills=("general", "tva"), levels={"tva": 1})
    await central.add("agent3", skills=("general", "cfe"), accompanied=("cfe.avis",))
    asked = {name: await central.store.has_skill("lons", name) for name in ("tva", "tva:2", "tva:3", "cfe")}
    assert asked == {"tva": True, "tva:2": True, "tva:3": False, "cfe": False}
    motifs = central.rules.motifs
    hard = tuple(replace(m, level=3) if m.code == "tva.date" else m for m in motifs.items)
    central.rules = replace(load_rules(guess_skill=True), motifs=replace(motifs, items=hard))
    central.handle = Handle(central.store, central.clock, central.rules)
    brought = await central.bring(department="69", **CA3)
    assert (await stored(central, brought.view.id)).place.skill == "tva"


# -- agents en accompagnement


async def test_an_agent_en_accompagnement_gets_their_motifs_however_deep_they_lie(central: Bench) -> None:
    await central.add("nouveau", skills=("general",), accompanied=("tva.date",))
    await central.add("agent1")
    for _ in range(70):
        await central.bring(department="69", **PLAIN)
    assert await central.next("nouveau") is None
    lesson = await central.bring(department="69", **CA3)
    await central.bring(department="33", **CA3)
    given = await central.take("nouveau")
    assert given.contact.id == lesson.view.id and "motif de votre accompagnement" in given.reason.text
    with pytest.raises(ProblemError) as full:
        await central.next("nouveau")
    assert full.value.code is ProblemCode.CAPACITY
    for type_, body in (
        ("contact.reply", {"text": "Bonjour"}),
        ("contact.close", {"motifs": [{"code": "tva.date", "outcome": "answered"}]}),
    ):
        assert (await central.do("nouveau", type_, body, given)).code == "forbidden", type_


async def test_the_motif_that_an_agent_says_decides_for_the_accompanied(central: Bench) -> None:
    await central.add("nouveau", skills=("tva",), accompanied=("cfe.avis",))
    await central.add("agent1")
    brought = await central.bring(department="69", **CA3)
    assert await central.next("nouveau") is None
    given = await central.take("agent1")
    said = {"motifs": [{"code": "cfe.avis", "outcome": "unanswered"}]}
    assert (await central.do("agent1", "contact.motifs", said, given)).status == "applied"
    await central.do("agent1", "contact.release", {}, given)
    assert (await central.take("nouveau")).contact.id == brought.view.id


async def test_nobody_hands_an_accompanied_agent_another_motif(central: Bench) -> None:
    cadre = await central.add("encadrant1", Role.SUPERVISOR, available=False)
    await central.add("nouveau", accompanied=("cfe.avis",))
    await central.add("agent1")
    brought = await central.bring(department="69", **CA3)
    asked = Reassign(brought.view.id, ReassignTo(agent="nouveau"))
    with pytest.raises(ProblemError) as refused:
        await central.handle.plateau.reassign(cadre, asked)
    assert refused.value.code is ProblemCode.INVALID and "accompagnement" in str(refused.value.title)
    given = await central.take("agent1")
    body = {"to": {"agent": "nouveau"}, "summary": "À toi."}
    assert (await central.do("agent1", "contact.transfer", body, given)).code == "invalid"


# -- the usager's next fiscal deadline


class Calendar(NoDeadlines):
    """Everybody's next deadline is the same."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    async def next_of(self, siren: str, now: datetime) -> datetime | None:
        return self.at


async def test_the_usagers_deadline_is_an_input_of_the_rank(central: Bench) -> None:
    await central.usager()
    await central.add("agent1")
    soon = central.clock.now() + timedelta(hours=30)
    plain = await central.bring(siren=SIREN, department="69", **PLAIN)
    assert (await stored(central, plain.view.id)).urgency.deadline is None
    central.handle = Handle(central.store, central.clock, central.rules, deadlines=Calendar(soon))
    stranger = await central.bring(department="69", **PLAIN)
    urgent = await central.bring(siren=SIREN, department="69", **PLAIN)
    for brought, deadline in ((stranger, None), (urgent, soon)):
        assert (await stored(central, brought.view.id)).urgency.deadline == deadline
    given = await central.take("agent1")
    assert given.contact.id == urgent.view.id and "échéance fiscale du" in given.reason.text
    assert (await stored(central, urgent.view.id)).place.rank == soon - timedelta(days=1)


async def test_linking_the_usager_brings_their_deadline_in(central: Bench) -> None:
    await central.usager()
    await central.add("agent1")
    soon = central.clock.now() + timedelta(hours=30)
    central.handle = Handle(central.store, central.clock, central.rules, deadlines=Calendar(soon))
    first = await central.bring(department="69", **PLAIN)
    given = await central.take("agent1")
    linked = await central.do("agent1", "contact.link_usager", {"siren": SIREN}, given)
    assert linked.status == "applied"
    after = await stored(central, first.view.id)
    assert (after.urgency.deadline, after.place.rank) == (soon, soon - timedelta(days=1))


# -- who comes back


async def test_who_comes_back_is_of_the_motif_that_the_agent_closed_with(central: Bench) -> None:
    await central.add("agent1")
    await central.add("agent2", skills=("general", "acces"))
    await central.bring(department="69", thread_id="fil", **CA3)
    given = await central.take("agent1")
    await _close(central, given, "acces.panne")
    again = await central.bring(department="69", thread_id="fil", **CA3)
    contact = await stored(central, again.view.id)
    assert (contact.urgency.motif, contact.urgency.guessed) == ("acces.panne", False)
    assert contact.place.skill == "acces"
    assert (await central.take("agent2")).contact.id == again.view.id


async def test_who_comes_back_after_a_crisis_does_not_wait_on_its_line(central: Bench) -> None:
    await central.add("agent1")
    brought = await central.bring(department="69", thread_id="fil", **PLAIN)
    given = await central.take("agent1")
    await _close(central, given, "autre.autre")
    before = await stored(central, brought.view.id)
    assert before.place.skill == "general"
    again = await central.bring(department="69", thread_id="fil", **PLAIN)
    assert (await stored(central, again.view.id)).place.skill == "general"


async def _close(central: Bench, given: NextView, code: str) -> None:
    motifs = {"motifs": [{"code": code, "outcome": "answered"}]}
    assert (await central.do("agent1", "contact.close", motifs, given)).status == "applied"


# -- plans


async def test_motifs_and_what_was_let_go_are_read_from_their_indexes(central: Bench, url: str) -> None:
    if url.startswith("sqlite"):
        path = url.removeprefix("sqlite:///")
        connection = sqlite3.connect(path)
        connection.execute(FILL["sqlite"])
        connection.execute("update contact set motif = 'tva.date'")
        connection.commit()
        connection.close()
        heads = sqlite_plan(path, "read_next_motif", "heads")
        assert "USING INDEX contact_motif (pool=? AND channel=? AND motif=?)" in heads, heads
        assert "TEMP B-TREE" not in heads, heads
        assert "INDEX contact_let_go" in sqlite_plan(path, "read_next", "let_go")
        return
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(FILL["postgresql"])
        await connection.execute("update contact set motif = 'tva.date'")
        await connection.execute("analyze contact")
        for name, indexes in (
            ("read_next_motif", ("contact_motif", "contact_let_go")),
            ("read_next", ("contact_waiting", "contact_let_go")),
        ):
            [part] = statements("postgres")[name]
            plan = await planned_part(connection, part)
            assert all(f"Scan using {index} on contact" in plan for index in indexes), plan
            assert "Seq Scan" not in plan, plan
    finally:
        await connection.close()
