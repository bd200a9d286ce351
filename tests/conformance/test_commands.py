"""Commands: final results, repeated ids, batches, lost leases."""

from __future__ import annotations

import asyncio
from uuid import uuid4

from ccpro_desk.domain.ids import new_id
from ccpro_desk.domain.values import Role, State
from tests.support.central import SIREN, Bench

CLOSE = {"motifs": [{"code": "autre.autre", "outcome": "answered"}]}


async def test_a_repeated_command_is_a_duplicate_with_its_first_version(central: Bench) -> None:
    await central.add("agent1")
    await central.bring()
    given = await central.take("agent1")
    note = central.command("contact.note", {"text": "À rappeler."}, given)
    close = central.command("contact.close", CLOSE, given)
    first = await central.send("agent1", note, close)
    assert [r.status for r in first] == ["applied", "applied"]
    again = await central.send("agent1", note, close)
    assert [(r.status, r.version) for r in again] == [("duplicate", r.version) for r in first]
    view = await central.handle.contact(await central.agent("agent1"), given.contact.id)
    assert len(view.messages) == 2


async def test_a_refusal_is_final(central: Bench) -> None:
    await central.add("agent1")
    await central.bring()
    given = await central.take("agent1")
    early = central.command("contact.identify", {"checks": ["iban4"], "passed": True}, given)
    [refused] = await central.send("agent1", early)
    assert (refused.status, refused.code) == ("refused", "wrong_state")
    await central.usager()
    await central.do("agent1", "contact.link_usager", {"siren": SIREN}, given)
    assert await central.send("agent1", early) == [refused]


async def test_an_id_with_other_content_or_of_another_account_is_a_conflict(central: Bench) -> None:
    await central.add("agent1")
    await central.add("agent2")
    await central.bring()
    given = await central.take("agent1")
    note = central.command("contact.note", {"text": "Un."}, given)
    [applied] = await central.send("agent1", note)
    assert applied.status == "applied"
    other = note | {"body": {"text": "Deux."}}
    assert [r.code for r in await central.send("agent1", other)] == ["conflict"]
    assert [r.code for r in await central.send("agent2", note)] == ["conflict"]
    relabelled = note | {"lease_token": str(uuid4()), "issued_at": "2026-11-23T09:00:00+01:00"}
    assert [r.status for r in await central.send("agent1", relabelled)] == ["duplicate"]


async def test_after_a_refusal_the_contacts_later_commands_are_not_tried_nor_stored(central: Bench) -> None:
    await central.add("agent1")
    await central.bring()
    await central.bring()
    one, two = await central.take("agent1"), await central.take("agent1")
    bad = central.command("contact.reply", {"text": "Bonjour."}, one, base_version=0)
    await central.store.ping()
    bad["lease_token"] = str(uuid4())
    close = central.command("contact.close", CLOSE, one)
    other = central.command("contact.note", {"text": "Ailleurs."}, two)
    results = await central.send("agent1", bad, close, other)
    assert [r.code for r in results] == ["lease_lost", "after_refusal", None]
    late = await central.handle.contact(await central.agent("agent1"), one.contact.id)
    close["base_version"] = late.version
    [closed] = await central.send("agent1", close)
    assert closed.status == "applied"


async def test_a_bad_command_spoils_no_other(central: Bench) -> None:
    await central.add("agent1")
    await central.bring()
    given = await central.take("agent1")
    unknown = central.command("contact.dance\x00", {}, given, contact_id=str(new_id()))
    wrong = central.command("contact.note", {"text": 3})
    missing = central.command("contact.note", {"text": "Rien."}, contact_id=str(new_id()))
    fine = central.command("contact.note", {"text": "Oui."}, given)
    results = await central.send("agent1", unknown, wrong, missing, fine)
    assert [r.code for r in results] == ["invalid", "invalid", "not_found", None]
    again = await central.send("agent1", unknown, wrong, missing, fine)
    assert [r.code for r in again] == ["invalid", "invalid", "not_found", None]
    assert again[3].status == "duplicate"


async def test_the_same_command_at_once_is_applied_once(central: Bench) -> None:
    await central.add("agent1")
    await central.bring()
    given = await central.take("agent1")
    reply = central.command("contact.reply", {"text": "Une fois."}, given)
    answers = await asyncio.gather(*(central.send("agent1", reply) for _ in range(6)))
    statuses = sorted(result.status for [result] in answers)
    assert statuses == ["applied", *["duplicate"] * 5]
    view = await central.handle.contact(await central.agent("agent1"), given.contact.id)
    assert [m.text for m in view.messages][1:] == ["Une fois."]


async def test_commands_at_once_on_one_contact_all_count(central: Bench) -> None:
    await central.add("agent1")
    await central.bring()
    given = await central.take("agent1")
    notes = [central.command("contact.note", {"text": f"Note {n}."}, given) for n in range(8)]
    for note in notes:
        note.pop("base_version")
    answers = await asyncio.gather(*(central.send("agent1", note) for note in notes))
    versions = sorted(result.version or 0 for [result] in answers)
    assert versions == list(range(given.contact.version + 1, given.contact.version + 9))


async def test_a_text_whose_lease_is_lost_is_kept_for_the_next_holder(central: Bench) -> None:
    await central.add("agent1")
    await central.add("agent2")
    await central.bring()
    given = await central.take("agent1")
    central.later(seconds=1801)
    await central.handle.tick()
    taken = await central.take("agent2")
    assert taken.contact.id == given.contact.id and taken.contact.late_drafts == ()
    reply = central.command("contact.reply", {"text": "Ma réponse tapée."}, given)
    [refused] = await central.send("agent1", reply)
    assert refused.code == "lease_lost"
    assert await central.send("agent1", reply) == [refused]
    me = await central.handle.me(await central.agent("agent2"))
    [late] = me.contacts[0].late_drafts
    assert (late.text, late.agent_name) == ("Ma réponse tapée.", "Agent1")
    done = await central.do("agent2", "contact.reply", {"text": "La mienne."}, taken)
    assert done.status == "applied"


async def test_version_conflict_is_about_other_people_only(central: Bench) -> None:
    await central.add("agent1")
    await central.add("chef", Role.SUPERVISOR)
    brought = await central.bring("<a@client.example>", department="69")
    given = await central.take("agent1")
    await central.do("agent1", "contact.note", {"text": "À moi."}, given)
    await central.do("agent1", "draft.save", {"text": "Brouillon"}, given)
    fine = await central.do("agent1", "contact.reply", {"text": "Bonjour."}, given)
    assert fine.status == "applied"
    await central.bring("<b@client.example>", in_reply_to="<a@client.example>")
    refused = await central.do("agent1", "contact.close", CLOSE, given)
    assert refused.code == "version_conflict"
    view = await central.handle.contact(await central.agent("agent1"), brought.view.id)
    await central.do("chef", "contact.note", {"text": "Attention."}, view)
    refused = await central.do("agent1", "contact.close", CLOSE, given, base_version=view.version)
    assert refused.code == "version_conflict"


async def test_a_draft_has_no_version_and_the_last_one_wins(central: Bench) -> None:
    await central.add("agent1")
    await central.bring()
    given = await central.take("agent1")
    for text in ("Bon", "Bonjour"):
        saved = await central.do("agent1", "draft.save", {"text": text}, given)
        assert (saved.status, saved.version) == ("applied", given.contact.version)
    me = await central.handle.me(await central.agent("agent1"))
    assert [d.text for d in me.drafts] == ["Bonjour"]
    events, _ = await central.store.events_after(me.position, 10)
    assert events == []
    replied = await central.do("agent1", "contact.reply", {"text": "Bonjour."}, given)
    assert replied.view is not None and replied.view.draft is None


async def test_park_keeps_the_owner_and_frees_the_slot(central: Bench) -> None:
    await central.add("agent1")
    await central.add("agent2")
    for _ in range(4):
        await central.bring()
    views = [await central.take("agent1") for _ in range(3)]
    parked = await central.do("agent1", "contact.park", {"reason": "Attend une pièce."}, views[0])
    assert parked.view is not None and parked.view.state is State.PARKED and parked.view.lease is None
    await central.take("agent1")
    full = await central.do("agent1", "contact.resume", {}, views[0])
    assert full.code == "capacity"
    assert (await central.do("agent2", "contact.resume", {}, views[0])).code == "forbidden"
    await central.do("agent1", "contact.close", CLOSE, views[1])
    resumed = await central.do("agent1", "contact.resume", {}, views[0])
    assert resumed.status == "applied"
    assert resumed.view is not None and resumed.view.lease is not None and resumed.view.lease.token


async def test_the_account_must_hold_the_lease_it_names(central: Bench) -> None:
    await central.add("agent1")
    await central.add("agent2")
    await central.bring()
    given = await central.take("agent1")
    stolen = await central.do("agent2", "contact.close", CLOSE, given)
    assert stolen.code == "lease_lost" and stolen.view is None


async def test_what_is_invalid_by_itself_is_said_before_the_contact_is_looked_for(central: Bench) -> None:
    await central.add("agent1")
    nowhere = str(new_id())
    blank = central.command("contact.note", {"text": " "}, contact_id=nowhere)
    bare = central.command("contact.close", CLOSE, contact_id=nowhere)
    codes = [r.code for r in [*await central.send("agent1", blank), *await central.send("agent1", bare)]]
    assert codes == ["invalid", "invalid"]


async def test_hostile_values_break_no_write(central: Bench) -> None:
    await central.add("agent1")
    await central.bring()
    given = await central.take("agent1")
    answers = [{"id": "a\x00b", "version": 10**30}]
    reply = await central.do("agent1", "contact.reply", {"text": "a\x00b", "answers": answers}, given)
    assert reply.status == "applied"
    far = {"reason": "Loin", "until": "9999-12-31T23:59:59-12:00"}
    assert (await central.do("agent1", "contact.park", far, given)).code == "invalid"
    old = {"reason": "Loin", "until": "0001-01-01T00:00:00+12:00"}
    assert (await central.do("agent1", "contact.park", old, given)).code == "invalid"
    huge = await central.do("agent1", "contact.note", {"text": "Oui"}, given, base_version=10**40)
    assert huge.status == "applied"
