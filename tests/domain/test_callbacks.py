"""Promised callbacks: what is promised, by whom, and what becomes of a promise that nobody keeps."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ccpro_desk.domain import commands as c
from ccpro_desk.domain import events as e
from ccpro_desk.domain.contact import Contact, Origin
from ccpro_desk.domain.dispatch import widened
from ccpro_desk.domain.evolve import evolve, evolve_all
from ccpro_desk.domain.lifecycle import decide
from ccpro_desk.domain.plateau import absent
from ccpro_desk.domain.refusals import Code, Refusal
from ccpro_desk.domain.usager import ContactPoint, Usager
from ccpro_desk.domain.values import Channel, Direction, State
from ccpro_desk.reference.settings import load_settings
from tests.domain.people import AGENT, NOW, OTHER, command, contact, context

AT = NOW + timedelta(hours=2)
"""11 h on a Monday, in Paris."""


def promise(**more: object) -> c.ScheduleCallback:
    fields = {"at": AT, "number": "06 39 98 00 12", "purpose": "Suite de sa demande"} | more
    return c.ScheduleCallback(**fields)  # type: ignore[arg-type]


def scheduled(before: Contact) -> tuple[Contact, Contact]:
    """The contact after the promise, and the promise."""
    decision = decide(before, command(promise()), context())
    assert not isinstance(decision, Refusal), decision
    [event] = decision
    assert isinstance(event, e.CallbackScheduled)
    return evolve_all(before, decision, str(AGENT.id)), event.promise


def test_a_promise_is_a_parked_contact_of_its_agent_and_a_note_on_the_first() -> None:
    before = contact(
        channel=Channel.PHONE, siren="732829320", origin=Origin("Mme Martin", None, "+33465710015")
    )
    after, made = scheduled(before)
    assert (made.state, made.channel, made.owner) == (State.PARKED, Channel.CALLBACK, AGENT.id)
    assert (made.resume_at, made.due_at, made.place.rank) == (AT, AT, AT)
    assert (made.origin.number, made.origin.name, made.siren) == ("+33639980012", "Mme Martin", "732829320")
    assert made.identification.level == 0, "nobody is known before they are called back"
    note = after.messages[-1]
    assert note.id == made.id and note.direction is Direction.NOTE and "+33639980012 : Suite" in note.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": "zéro six"},
        {"number": "06"},
        {"number": "06 39 98 00"},
        {"number": "+33 1 23"},
        {"purpose": " \u200b"},
        {"at": NOW - timedelta(days=2)},
        {"at": NOW + timedelta(days=200)},
        {"at": NOW + timedelta(hours=12)},
        {"at": NOW - timedelta(hours=10)},
    ],
)
def test_a_promise_needs_a_number_a_purpose_and_an_open_hour(wrong: dict[str, object]) -> None:
    decision = decide(contact(), command(promise(**wrong)), context())
    assert isinstance(decision, Refusal) and decision.code is Code.INVALID


def test_a_promise_that_is_told_late_is_still_one() -> None:
    decision = decide(contact(), command(promise(at=NOW - timedelta(minutes=20))), context())
    assert not isinstance(decision, Refusal)


def test_only_who_is_concerned_promises() -> None:
    decision = decide(
        contact(), command(promise()), context(AGENT.__class__(OTHER.id, "x", "X", OTHER.role, "pau"))
    )
    assert isinstance(decision, Refusal) and decision.code is Code.FORBIDDEN


def test_a_promise_not_kept_is_open_to_all() -> None:
    _, made = scheduled(contact())
    settings = load_settings()
    assert made.widen_at is not None and made.widen_at > AT
    [event] = widened(made, settings)
    waiting = evolve(made, event)
    assert (waiting.state, waiting.owner, waiting.resume_at) == (State.WAITING, None, None)


def test_what_is_set_aside_again_is_nobody_elses() -> None:
    _, made = scheduled(contact())
    parked = evolve(made, e.Parked(AGENT.id, made.reason, AT))
    assert parked.widen_at is None


@pytest.mark.parametrize(
    ("value", "said"),
    [("06 39 98 00 12", "(numéro du dossier)"), ("+33465710015", "(numéro hors du dossier)")],
)
def test_the_number_is_held_against_those_of_the_dossier(value: str, said: str) -> None:
    usager = Usager("732829320", "SARL FOURNIL", contacts=(ContactPoint("phone", value),))
    decision = decide(contact(siren="732829320"), command(promise()), context(usager=usager))
    assert not isinstance(decision, Refusal)
    [event] = decision
    assert isinstance(event, e.CallbackScheduled) and said in event.message.text


def test_the_same_call_is_not_promised_twice() -> None:
    _, made = scheduled(contact())
    again = decide(contact(), command(promise(at=AT + timedelta(hours=1))), context(promises=(made,)))
    assert isinstance(again, Refusal) and again.code is Code.ALREADY_EXISTS
    assert "23/11 à 11 h 00" in again.message
    for other in ({"number": "04 65 71 00 15"}, {"at": AT + timedelta(days=1)}):
        decision = decide(contact(), command(promise(**other)), context(promises=(made,)))
        assert not isinstance(decision, Refusal)


def test_a_promise_of_somebody_absent_is_everybodys_at_its_hour_and_not_before() -> None:
    _, made = scheduled(contact())
    happened = absent(made, AGENT, NOW)
    after = evolve_all(made, happened, str(AGENT.id))
    assert (after.state, after.resume_at, after.widen_at) == (State.PARKED, AT, AT)
    assert absent(after, AGENT, NOW) == []
    late = evolve_all(made, absent(made, AGENT, AT + timedelta(minutes=1)), str(AGENT.id))
    assert late.state is State.WAITING
