"""The line and the session: what each answer of the central means, and that nothing is lost by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ccpro_desk.desk.desk import Desk
from ccpro_desk.desk.errors import CentralUnreachable, DeskRefused, SignInRefused
from ccpro_desk.desk.settings import DeskSettings
from ccpro_desk.desk.state import DeskContact, LinkKind, Needs
from tests.support.desks import at_last, settled, stopping, until
from tests.support.scripted_central import ScriptedCentral, no_fault


async def test_an_expired_session_keeps_everything(
    at_work: Desk, held: DeskContact, central: ScriptedCentral
) -> None:
    central.expire_session()
    await until(at_work, lambda state: state.link.kind is LinkKind.EXPIRED, "expired")
    assert at_work.state.needs is Needs.SIGN_IN
    await at_work.reply(held.id, "Écrit entre-temps.", hold_s=0)
    with pytest.raises(DeskRefused) as refused:
        await at_work.next()
    assert refused.value.code == "signed_out"
    await at_work.sign_in("agent1", central.password)
    await settled(at_work)
    assert central.replies() == ["Écrit entre-temps."]
    assert at_work.state.needs is Needs.NOTHING


async def test_a_wrong_password_is_said_and_changes_nothing(desk: Desk) -> None:
    with pytest.raises(SignInRefused):
        await desk.sign_in("agent1", "autre")
    assert desk.state.needs is Needs.NOTHING


async def test_an_unreachable_central_is_said_at_sign_in(
    settings: DeskSettings, central: ScriptedCentral
) -> None:
    central.fault = lambda _: "before"
    async with stopping(Desk.open(settings)) as desk:
        await desk.start()
        with pytest.raises(CentralUnreachable):
            await desk.sign_in("agent1", central.password)


async def test_a_central_of_another_major_version(
    at_work: Desk, held: DeskContact, central: ScriptedCentral
) -> None:
    central.contract = "2.0"
    await at_work.note(held.id, "Gardée.")
    await until(at_work, lambda state: state.link.kind is LinkKind.INCOMPATIBLE, "incompatible")
    assert at_work.state.link.pending == 1


async def test_a_certificate_that_ends_during_the_day_is_told_and_nothing_is_lost(
    at_work: Desk, held: DeskContact, central: ScriptedCentral
) -> None:
    central.fault = lambda _: "certificate"
    central.end_feeds()
    await at_work.note(held.id, "Gardée.")
    state = await until(at_work, lambda state: state.link.kind is LinkKind.OFFLINE and state.notices, "told")
    assert state.notices[0].startswith("Le certificat du centre a expiré.")
    with pytest.raises(DeskRefused, match="Le certificat du centre a expiré"):
        await at_work.search_usagers("fournil")
    central.fault = no_fault
    await settled(at_work)


@pytest.mark.parametrize("status", ["429", "503", "500", "502"])
async def test_a_busy_or_broken_central_is_asked_again(
    at_work: Desk, held: DeskContact, central: ScriptedCentral, status: str
) -> None:
    answers = iter([status, status])
    central.fault = lambda request: next(answers, None) if request.url.path == "/v1/commands" else None
    await at_work.reply(held.id, "Une seule fois.", hold_s=0)
    await settled(at_work)
    assert central.replies() == ["Une seule fois."]


async def test_a_lost_answer_is_asked_again_with_the_same_ids(
    at_work: Desk, held: DeskContact, central: ScriptedCentral
) -> None:
    answers = iter(["after", "after"])
    central.fault = lambda request: next(answers, None) if request.url.path == "/v1/commands" else None
    await at_work.reply(held.id, "Une seule fois.", hold_s=0)
    await settled(at_work)
    assert central.replies() == ["Une seule fois."]


async def test_a_next_whose_answer_was_lost_gives_the_same_contact(
    at_work: Desk, central: ScriptedCentral
) -> None:
    first = central.bring("Le premier")
    central.bring("Le second")
    central.fault = lambda request: "after" if request.url.path == "/v1/contacts/next" else None
    with pytest.raises(DeskRefused):
        await at_work.next()
    central.fault = no_fault
    again = await at_work.next()
    assert again is not None and again.id == first


async def test_the_feed_goes_on_where_it_was_cut(
    at_work: Desk, held: DeskContact, central: ScriptedCentral
) -> None:
    snapshots = central.asked.count("GET /v1/me")
    central.fault = lambda _: "before"
    central.end_feeds()
    await until(at_work, lambda state: state.link.kind is LinkKind.OFFLINE, "offline")
    central.usager_writes(held.id)
    central.fault = no_fault
    await until(at_work, lambda state: any(c.unseen for c in state.contacts), "the message missed meanwhile")
    assert central.asked.count("GET /v1/me") == snapshots


async def test_a_quiet_desk_is_started_again_from_the_last_that_it_heard(
    settings: DeskSettings, central: ScriptedCentral
) -> None:
    """Nothing concerned it for long: its central need not look through all that again."""
    quiet = replace(settings, login="agent1", pace=replace(settings.pace, position_local=0.0))
    async with stopping(Desk.open(quiet)) as desk:
        await desk.start()
        await desk.sign_in("agent1", central.password)
        await until(desk, lambda state: state.link.kind is LinkKind.UP_TO_DATE, "up to date")
        for _ in range(3):
            central.others_are_busy()
        reached = central.events[-1].position
        await at_last(lambda: central.followed_to == reached, "heard")
    async with stopping(Desk.open(quiet)) as again:
        await again.start()
        await until(again, lambda state: state.link.kind is LinkKind.UP_TO_DATE, "up to date again")
        assert central.feeds_from[-1] == reached


async def test_another_epoch_starts_from_the_snapshot(
    at_work: Desk, held: DeskContact, central: ScriptedCentral
) -> None:
    snapshots = central.asked.count("GET /v1/me")
    central.new_epoch()
    await at_last(lambda: central.asked.count("GET /v1/me") > snapshots, "resynced")
    central.usager_writes(held.id)
    await until(at_work, lambda state: any(c.unseen for c in state.contacts), "followed again")


async def test_events_of_our_own_doing_cost_no_reading(
    at_work: Desk, held: DeskContact, central: ScriptedCentral
) -> None:
    for number in range(5):
        await at_work.note(held.id, f"Note {number}.")
    await settled(at_work)
    central.usager_writes(held.id)
    await until(at_work, lambda state: any(c.unseen for c in state.contacts), "the message")
    assert central.asked.count(f"GET /v1/contacts/{held.id}") == 1


async def test_it_says_alive_from_its_own_loop(at_work: Desk, central: ScriptedCentral) -> None:
    enough = central.alive + 2

    await at_last(lambda: central.alive >= enough, "signs of life")


async def test_a_clock_an_hour_off_is_said_and_changes_nothing_else(
    settings: DeskSettings, central: ScriptedCentral
) -> None:
    central.ahead = timedelta(hours=1)
    async with stopping(Desk.open(replace(settings, login="agent1"))) as desk:
        await desk.start()
        await desk.sign_in("agent1", central.password)
        await until(desk, lambda state: any("en retard de 60 min" in n for n in state.notices), "the clock")
        notice = next(n for n in desk.state.notices if "60 min" in n)
        desk.dismiss(notice)
        assert notice not in desk.state.notices


async def test_an_answer_that_makes_no_sense_is_no_answer(
    at_work: Desk, held: DeskContact, central: ScriptedCentral, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, wrong = central._commands, iter([True, True])

    def commands(raw: bytes) -> list[object]:
        return [] if next(wrong, None) else list(real(raw))

    monkeypatch.setattr(central, "_commands", commands)
    await at_work.reply(held.id, "Une seule fois.", hold_s=0)
    await settled(at_work)
    assert central.replies() == ["Une seule fois."]


async def test_signing_out_ends_the_session_and_the_leases_stay(
    at_work: Desk, held: DeskContact, central: ScriptedCentral, settings: DeskSettings
) -> None:
    at_work.draft(held.id, "Pour un collègue.")
    await at_work.sign_out()
    assert central.token is None
    assert central.contacts[held.id].draft == "Pour un collègue."
    assert at_work.state.needs is Needs.SIGN_IN
    assert at_work.state.contacts == () and at_work.state.agent is None


async def test_signing_out_without_the_central_keeps_what_is_unsent(
    at_work: Desk, held: DeskContact, central: ScriptedCentral
) -> None:
    central.fault = lambda _: "before"
    central.end_feeds()
    await until(at_work, lambda state: state.link.kind is LinkKind.OFFLINE, "offline")
    await at_work.reply(held.id, "Jamais parti.", hold_s=0)
    await at_work.sign_out()
    assert at_work.state.link.pending == 1
    central.fault = no_fault
    await at_work.sign_in("agent1", central.password)
    await settled(at_work)
    assert central.replies() == ["Jamais parti."]
