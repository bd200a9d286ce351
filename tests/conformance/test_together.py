"""Closed contacts taken again, and contacts of one person that become one, over both engines."""

from __future__ import annotations

import asyncio
from uuid import UUID, uuid4

import pytest

from ccpro_desk.central.audit.sealer import seal_all
from ccpro_desk.central.audit.verify import verify
from ccpro_desk.central.errors import ProblemError
from ccpro_desk.domain.contact import Contact
from ccpro_desk.domain.values import Channel, Direction, Role, Sending, State
from ccpro_desk.wire.problems import ProblemCode
from ccpro_desk.wire.requests import OutboxReport, Sender
from ccpro_desk.wire.views import NextView
from tests.support.central import Bench

CLOSE = {"motifs": [{"code": "autre.autre", "outcome": "answered"}]}
OTHER = Sender(name="M. Petit", address="petit@ailleurs.example")


async def stored(central: Bench, contact_id: UUID) -> Contact:
    found = await central.store.contact(contact_id)
    assert found is not None
    return found


async def two(central: Bench, **more: object) -> tuple[NextView, NextView]:
    """Two contacts of one sender in the hands of one agent."""
    await central.add("agent1")
    await central.bring(body="Bonjour, où en est ma demande ?")
    central.later(minutes=5)
    await central.bring(body="Je complète : c'est la demande du 3 octobre.", **more)
    return await central.take("agent1"), await central.take("agent1")


# -- taken again


async def test_whoever_closed_it_takes_it_again_for_an_hour(central: Bench) -> None:
    await central.add("agent1")
    await central.add("agent2")
    await central.bring()
    given = await central.take("agent1")
    await central.do("agent1", "contact.close", CLOSE, given)
    view = await central.handle.contact(await central.agent("agent1"), given.contact.id)
    assert view.closed_at == central.clock.now()
    assert view.reopen_until is not None and (view.reopen_until - view.closed_at).total_seconds() == 3600
    central.later(minutes=59)
    stranger = await central.do("agent2", "contact.reopen", {}, given)
    assert stranger.code == "forbidden"
    again = await central.do("agent1", "contact.reopen", {}, given)
    assert again.status == "applied" and again.view is not None
    assert again.view.state is State.ACTIVE and again.view.lease is not None and again.view.lease.token
    assert again.view.closed_at is None and again.view.reason.code == "reopened"
    assert (await central.do("agent1", "contact.reply", {"text": "Voici."}, again.view)).status == "applied"
    await central.do("agent1", "contact.close", CLOSE, again.view)
    central.later(minutes=61)
    late = await central.do("agent1", "contact.reopen", {}, given)
    assert late.code == "too_late" and late.message and "Trop tard" in late.message


async def test_a_call_that_is_taken_again_is_over_all_the_same(central: Bench) -> None:
    await central.add("agent1")
    await central.bring(channel=Channel.PHONE, body=None)
    given = await central.take("agent1")
    accepted = await central.do("agent1", "contact.accept", {}, given)
    await central.do("agent1", "contact.close", CLOSE, accepted.view)
    again = await central.do("agent1", "contact.reopen", {}, given)
    assert again.view is not None and again.view.state is State.WRAP_UP


async def test_taking_it_again_needs_a_free_slot(central: Bench) -> None:
    await central.add("agent1")
    for _ in range(4):
        await central.bring()
    closed = await central.take("agent1")
    await central.do("agent1", "contact.close", CLOSE, closed)
    for _ in range(3):
        await central.take("agent1")
    assert (await central.do("agent1", "contact.reopen", {}, closed)).code == "capacity"


async def test_what_the_usager_gave_up_is_nobodys_to_take_again(central: Bench) -> None:
    await central.add("agent1")
    await central.bring(channel=Channel.PHONE, body=None)
    given = await central.take("agent1")
    await central.do("connecteur", "contact.end", {"by": "usager"}, given)
    assert (await central.do("agent1", "contact.reopen", {}, given)).code == "forbidden"
    assert (await stored(central, given.contact.id)).closed_at == central.clock.now()


# -- merged


async def test_a_contact_goes_on_in_another_which_shows_all_that_was_said(central: Bench, url: str) -> None:
    first, second = await two(central)
    await central.do("agent1", "contact.note", {"text": "Vu avec le SIE."}, second)
    await central.do("agent1", "contact.reply", {"text": "Je regarde."}, second)
    await central.do("agent1", "draft.save", {"text": "À suivre"}, second)
    seen = await central.handle.contact(await central.agent("agent1"), second.contact.id)
    done = await central.do(
        "agent1", "contact.merge", {"into": str(first.contact.id)}, second, base_version=seen.version
    )
    assert done.status == "applied", done
    source, target = await stored(central, second.contact.id), await stored(central, first.contact.id)
    assert (source.state, source.lease, source.merged_into) == (State.CLOSED, None, target.id)
    assert source.draft is None and target.merged == (source.id,)
    agent = await central.agent("agent1")
    view = await central.handle.contact(agent, target.id)
    assert [m.text for m in view.messages] == [
        "Bonjour, où en est ma demande ?",
        "Je complète : c'est la demande du 3 octobre.",
        "Vu avec le SIE.",
        "Je regarde.",
    ]
    assert [ref.id for ref in view.merged] == [source.id]
    assert [late.text for late in view.late_drafts] == ["À suivre"], "half a reply is not lost"
    [item] = await central.handle.claim(await central.agent("connecteur"), Channel.MAIL, 5)
    report = OutboxReport(item.claim, "sent")
    await central.handle.report(await central.agent("connecteur"), item.id, report)
    view = await central.handle.contact(agent, target.id)
    [reply] = [m for m in view.messages if m.direction is Direction.OUT]
    assert reply.status is Sending.SENT
    await seal_all(central.store, central.clock.now())
    report = await verify(central.store, central.clock.now())
    assert report.findings == []


async def test_what_the_person_writes_to_the_closed_one_comes_to_the_one_that_goes_on(central: Bench) -> None:
    first, second = await two(central, thread_id="fil-2")
    await central.do("agent1", "contact.merge", {"into": str(first.contact.id)}, second)
    brought = await central.bring(thread_id="fil-2", body="Encore moi.")
    assert brought.appended and brought.view.id == first.contact.id
    assert (await stored(central, second.contact.id)).state is State.CLOSED


async def test_who_else_reads_the_one_that_goes_on_reads_the_merged_one_and_its_files(central: Bench) -> None:
    first, second = await two(central)
    await central.do("agent1", "contact.merge", {"into": str(first.contact.id)}, second)
    await central.add("agent2")
    await central.do("agent1", "contact.release", {}, first)
    taken = await central.take("agent2")
    assert taken.contact.id == first.contact.id and len(taken.contact.messages) == 2
    reader = await central.agent("agent2")
    assert (await central.handle.contact(reader, second.contact.id)).id == second.contact.id


async def test_the_first_promise_made_to_the_person_is_kept(central: Bench) -> None:
    first, second = await two(central)
    early, late = await stored(central, first.contact.id), await stored(central, second.contact.id)
    await central.do("agent1", "contact.merge", {"into": str(late.id)}, first)
    after = await stored(central, late.id)
    assert (after.due_at, after.place.rank) == (early.due_at, early.place.rank)


async def test_merges_in_opposite_directions_never_close_both(central: Bench) -> None:
    first, second = await two(central)
    results = await asyncio.gather(
        central.do("agent1", "contact.merge", {"into": str(first.contact.id)}, second),
        central.do("agent1", "contact.merge", {"into": str(second.contact.id)}, first),
    )
    assert sorted(result.status for result in results) == ["applied", "refused"]
    states = [(await stored(central, view.contact.id)).state for view in (first, second)]
    assert sorted(states) == [State.ACTIVE, State.CLOSED]


async def test_a_merge_of_a_merge_is_read_whole(central: Bench) -> None:
    first, second = await two(central)
    await central.bring(body="Un troisième message.")
    third = await central.take("agent1")
    await central.do("agent1", "contact.merge", {"into": str(second.contact.id)}, first)
    agent = await central.agent("agent1")
    seen = await central.handle.contact(agent, second.contact.id)
    body = {"into": str(third.contact.id)}
    assert (
        await central.do("agent1", "contact.merge", body, second, base_version=seen.version)
    ).status == "applied"
    view = await central.handle.contact(agent, third.contact.id)
    assert len(view.messages) == 3 and {ref.id for ref in view.merged} == {
        first.contact.id,
        second.contact.id,
    }


async def test_what_may_not_be_merged_is_told_why(central: Bench) -> None:
    await central.usager()
    await central.usager("100000009", "SCI des Quais")
    first, second = await two(central)
    await central.bring(sender=OTHER, body="Tout autre chose, d'une autre personne.")
    third = await central.take("agent1")

    async def told(into: object) -> tuple[str | None, str | None]:
        done = await central.do("agent1", "contact.merge", {"into": str(into)}, second)
        return done.code, done.message

    assert (await told(second.contact.id))[0] == "invalid"
    assert (await told(uuid4()))[0] == "not_found"
    await central.do("agent1", "contact.link_usager", {"siren": "732829320"}, first)
    await central.do("agent1", "contact.link_usager", {"siren": "100000009"}, second)
    code, message = await told(first.contact.id)
    assert code == "conflict" and message and "deux professionnels" in message
    await central.do("agent1", "contact.close", CLOSE, third)
    assert (await told(third.contact.id))[0] == "wrong_state"
    foreign = (await central.bring(sender=OTHER, body="Encore autre chose, toujours de lui.")).view.id
    assert (await told(foreign))[0] == "forbidden"
    stale = await central.do("agent1", "contact.merge", {"into": str(first.contact.id)}, second)
    assert stale.code == "conflict", "nothing changed"
    lost = await central.do(
        "agent1", "contact.merge", {"into": str(first.contact.id)}, second, lease_token=str(uuid4())
    )
    assert lost.code == "lease_lost"


async def test_one_that_was_merged_is_not_taken_again_but_its_failed_reply_comes_back(central: Bench) -> None:
    first, second = await two(central)
    await central.do("agent1", "contact.reply", {"text": "Voici."}, second)
    await central.do("agent1", "contact.merge", {"into": str(first.contact.id)}, second)
    assert (await central.do("agent1", "contact.reopen", {}, second)).code == "wrong_state"
    connector = await central.agent("connecteur")
    [item] = await central.handle.claim(connector, Channel.MAIL, 5)
    await central.handle.report(connector, item.id, OutboxReport(item.claim, "failed", "550"))
    back = await stored(central, second.contact.id)
    assert (back.state, back.merged_into) == (State.WAITING, None)
    view = await central.handle.contact(await central.agent("agent1"), first.contact.id)
    assert len(view.messages) == 1 and view.merged == ()


# -- gathered


async def test_another_mail_of_the_same_person_that_waits_is_gathered(central: Bench) -> None:
    await central.add("agent1")
    await central.bring()
    await central.bring(body="Je relance.")
    given = await central.take("agent1")
    agent = await central.agent("agent1")
    [found] = await central.handle.alike(agent, given.contact.id)
    assert found.why == ("sender",) and found.gather is None and not found.readable
    done = await central.do("agent1", "contact.gather", {"contact": str(found.id)}, given)
    assert done.status == "applied" and done.view is not None
    assert [m.text for m in done.view.messages][-1] == "Je relance."
    gone = await stored(central, found.id)
    assert (gone.state, gone.merged_into, gone.owner) == (State.CLOSED, given.contact.id, agent.id)
    assert await central.next("agent1") is None, "it waits no more"


async def test_what_a_colleague_follows_or_another_person_wrote_is_not_gathered(central: Bench) -> None:
    await central.add("agent1")
    await central.add("agent2")
    await central.bring()
    await central.bring(body="Je relance.")
    await central.bring(sender=OTHER, body="Tout autre chose, d'une autre personne.")
    given, theirs = await central.take("agent1"), await central.take("agent2")
    agent = await central.agent("agent1")
    [found] = await central.handle.alike(agent, given.contact.id)
    assert (
        found.followed_by == "Agent2" and found.gather and "collègue" in found.gather and found.into is None
    )
    done = await central.do("agent1", "contact.gather", {"contact": str(theirs.contact.id)}, given)
    assert done.code == "wrong_state"
    foreign = await central.take("agent2")
    await central.do("agent2", "contact.release", {}, foreign)
    done = await central.do("agent1", "contact.gather", {"contact": str(foreign.contact.id)}, given)
    assert done.code == "forbidden"


# -- alike


async def test_the_same_text_of_many_people_is_told_but_is_not_one_person(central: Bench) -> None:
    await central.add("agent1")
    text = "Bonjour, nous contestons la majoration appliquée à notre CFE de l'année dernière, merci."
    await central.bring(body=text)
    await central.bring(
        sender=OTHER, body="BONJOUR nous contestons la majoration appliquee a notre CFE de l'annee"
    )
    await central.bring(sender=OTHER, body="Bonjour, quelle est la date de la prochaine déclaration de TVA ?")
    given = await central.take("agent1")
    [found] = await central.handle.alike(await central.agent("agent1"), given.contact.id)
    assert found.why == ("text",) and found.gather and "même personne" in found.gather


async def test_what_is_alike_is_told_within_the_delay_and_to_who_may_know(central: Bench) -> None:
    await central.add("agent1")
    stranger = await central.add("agent2")
    await central.add("chef1", Role.SUPERVISOR)
    await central.bring(department="69")
    await central.bring(department="33", body="La même personne, d'un autre territoire.")
    central.later(days=8)
    await central.bring(department="69", body="Huit jours après.")
    given = await central.take("agent1")
    agent = await central.agent("agent1")
    assert await central.handle.alike(agent, given.contact.id) == [], "another centre's, or too long ago"
    with pytest.raises(ProblemError) as problem:
        await central.handle.alike(stranger, given.contact.id)
    assert problem.value.code is ProblemCode.FORBIDDEN
    await central.store.forget_marks(central.clock.now())
    assert await central.handle.alike(agent, given.contact.id) == []
