"""Drafts: on disk at once, at the central now and then, and never lost to another one."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.errors import StoreProblem
from ccpro_desk.desk.model import Change, Draft
from ccpro_desk.desk.settings import DeskSettings
from ccpro_desk.desk.state import DeskContact
from ccpro_desk.desk.store import Store
from ccpro_desk.desk.sync.merge import merge_draft
from ccpro_desk.domain.clock import ManualClock
from ccpro_desk.domain.commands import AddNote
from ccpro_desk.domain.ids import new_id
from tests.support.desks import at_last, settled, stopping, until
from tests.support.scripted_central import ScriptedCentral, no_fault

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TEXTS = st.sampled_from(["", "a", "ab", "b", "Bonjour"])


async def test_typing_reaches_the_central_last_write_first(
    at_work: Desk, held: DeskContact, central: ScriptedCentral
) -> None:
    for length in range(1, 8):
        at_work.draft(held.id, "Bonjour"[:length])
    await at_last(lambda: central.contacts[held.id].draft == "Bonjour", "the draft at the central")
    saved = [c for c in central.applied if c.type == "draft.save"]
    assert len(saved) <= 3


async def test_a_draft_saved_elsewhere_does_not_lose_ours(
    at_work: Desk, held: DeskContact, central: ScriptedCentral, settings: DeskSettings
) -> None:
    await at_work.stop()
    async with stopping(Desk.open(replace(settings, login="agent1"))) as desk:
        desk.draft(held.id, "Écrit ici.")
        contact = central.contacts[held.id]
        central.contacts[held.id] = replace(contact, draft="Écrit ailleurs.")
        await desk.start()
        await until(desk, lambda state: state.contacts[0].other_drafts, "both known")
        assert desk.state.contacts[0].draft == "Écrit ici."
        assert desk.state.contacts[0].other_drafts == ("Écrit ailleurs.",)
        assert any("deux brouillons" in notice for notice in desk.state.notices)


async def test_a_draft_of_the_central_is_taken_when_nothing_was_typed_here(
    at_work: Desk, central: ScriptedCentral
) -> None:
    contact_id = central.bring()
    central.contacts[contact_id] = replace(central.contacts[contact_id], draft="D'un collègue.")
    taken = await at_work.next()
    assert taken is not None and taken.draft == "D'un collègue."


async def test_a_reply_takes_the_drafts_place(
    at_work: Desk, held: DeskContact, central: ScriptedCentral, settings: DeskSettings
) -> None:
    central.fault = lambda _: "before"
    at_work.draft(held.id, "Bonjour, voici.")
    await at_work.reply(held.id, "Bonjour, voici.")
    assert at_work.state.contacts[0].draft == ""
    await at_work.stop()
    async with stopping(Desk.open(replace(settings, login="agent1"))) as again:
        assert again.state.contacts[0].draft == ""
        assert [sent.kind for sent in again.state.contacts[0].pending] == ["contact.reply"]


async def test_a_draft_due_while_its_reply_is_written_does_not_come_back(
    at_work: Desk,
    held: DeskContact,
    central: ScriptedCentral,
    settings: DeskSettings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    central.fault = lambda _: "before"
    write = Store.write

    async def slowly(store: Store, change: Change) -> None:
        written = asyncio.ensure_future(write(store, change))
        await asyncio.sleep(0)
        at_work._drafts.flush()
        await written

    at_work.draft(held.id, "Bonjour, voici.")
    monkeypatch.setattr(Store, "write", slowly)
    await at_work.reply(held.id, "Bonjour, voici.")
    await at_work.stop()
    async with stopping(Desk.open(replace(settings, login="agent1"))) as again:
        assert again.state.contacts[0].draft == ""


async def test_what_is_typed_while_a_reply_is_written_is_kept(
    at_work: Desk,
    held: DeskContact,
    central: ScriptedCentral,
    settings: DeskSettings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    central.fault = lambda _: "before"
    write = Store.write

    async def slowly(store: Store, change: Change) -> None:
        written = asyncio.ensure_future(write(store, change))
        await asyncio.sleep(0)
        at_work.draft(held.id, "Autre chose")
        at_work._drafts.flush()
        await written

    at_work.draft(held.id, "Bonjour, voici.")
    monkeypatch.setattr(Store, "write", slowly)
    await at_work.reply(held.id, "Bonjour, voici.")
    monkeypatch.undo()
    await at_work.stop()
    async with stopping(Desk.open(replace(settings, login="agent1"))) as again:
        assert again.state.contacts[0].draft == "Autre chose"


async def test_a_draft_held_back_for_a_reply_that_could_not_be_written_is_written_itself(
    at_work: Desk, held: DeskContact, settings: DeskSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(store: Store, change: Change) -> None:
        at_work._drafts.flush()
        raise StoreProblem("plein", "Le disque est plein.")

    at_work.draft(held.id, "Bonjour, voici.")
    monkeypatch.setattr(Store, "write", full)
    with pytest.raises(StoreProblem):
        await at_work.reply(held.id, "Bonjour, voici.")
    monkeypatch.undo()
    await at_work.stop()
    async with stopping(Desk.open(replace(settings, login="agent1"))) as again:
        assert again.state.contacts[0].draft == "Bonjour, voici."


def test_a_draft_needs_no_loop(settings: DeskSettings) -> None:
    desk = Desk.open(replace(settings, login="agent1"))
    contact_id = new_id()
    desk.draft(contact_id, "Sans boucle.")
    desk._ledger.close()
    again = Desk.open(replace(settings, login="agent1"))
    assert again._ledger.model.drafts[contact_id].text == "Sans boucle."
    again._ledger.close()


@given(local=st.none() | st.tuples(TEXTS, st.none() | TEXTS), central=TEXTS)
def test_merging_loses_no_text(local: tuple[str, str | None] | None, central: str) -> None:
    contact_id = new_id()
    ours = None if local is None else Draft(contact_id, local[0], NOW, local[1])
    merged = merge_draft(ours, central, contact_id, NOW)
    kept = (merged.draft.text if merged.draft else "") + "\n" + merged.spare
    known = local[1] if local else None
    moved_here = ours is not None and ours.unsent
    if central != (known or ""):
        assert central in kept
    if moved_here and ours is not None:
        assert ours.text in kept
    assert merged.draft is None or merged.draft.central == central


@pytest.mark.parametrize("central", ["", "Texte"])
def test_what_the_central_had_already_does_not_come_back(central: str) -> None:
    """Emptied here, or typed further: the central's older text is no news."""
    contact_id = new_id()
    ours = Draft(contact_id, "Autre", NOW, central)
    merged = merge_draft(ours, central, contact_id, NOW)
    assert merged.draft == ours and not merged.spare


@pytest.mark.parametrize("leaving", ["park", "release"])
async def test_what_is_typed_goes_with_a_contact_that_leaves(
    at_work: Desk, held: DeskContact, central: ScriptedCentral, leaving: str
) -> None:
    at_work.draft(held.id, "Commencé.")
    if leaving == "park":
        await at_work.park(held.id, "Attend une pièce.")
    else:
        await at_work.release(held.id)
    await settled(at_work)
    assert central.contacts[held.id].draft == "Commencé."
    assert [contact.draft for contact in at_work.state.contacts] == (
        ["Commencé."] if leaving == "park" else []
    )
    assert at_work.state.notices == ()


async def test_what_was_typed_offline_before_the_lease_moved_is_kept_there_and_here(
    at_work: Desk, held: DeskContact, central: ScriptedCentral
) -> None:
    central.fault = lambda _: "before"
    central.end_feeds()
    at_work.draft(held.id, "Tapé sans liaison.")
    central.rescue(held.id)
    central.fault = no_fault
    await until(at_work, lambda state: any("montré" in notice for notice in state.notices), "told")
    assert [late.text for late in central.contacts[held.id].late_drafts] == ["Tapé sans liaison."]
    assert at_work._ledger.model.drafts[held.id].text == "Tapé sans liaison."


async def test_the_end_of_service_keeps_what_is_unsent_and_seven_days(
    at_work: Desk, held: DeskContact, central: ScriptedCentral, settings: DeskSettings
) -> None:
    await at_work.note(held.id, "De huit jours.")
    await settled(at_work)
    await at_work.stop()
    later = ManualClock(datetime.now(UTC) + timedelta(days=8))
    async with stopping(Desk.open(replace(settings, login="agent1"), clock=later)) as desk:
        central.fault = lambda request: "before" if request.url.path == "/v1/commands" else None
        await desk.start()
        await desk.note(held.id, "Du jour, non partie.")
        await desk.sign_out()
        left = [entry.command.body for entry in desk._ledger.model.entries.values()]
        assert left == [AddNote("Du jour, non partie.")]
        assert list(desk._ledger.model.contacts) == [held.id]
