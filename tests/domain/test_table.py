"""The contract's table: which command a state takes, and the state after."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from ccpro_desk.domain import commands as c
from ccpro_desk.domain.evolve import evolve_all
from ccpro_desk.domain.identification import Identification
from ccpro_desk.domain.lifecycle import decide
from ccpro_desk.domain.referral.haste import Haste
from ccpro_desk.domain.refusals import Code, Refusal
from ccpro_desk.domain.values import Channel, EndedBy, MotifOutcome, Outcome, State
from tests.domain.matters import ACTS, an_act
from tests.domain.people import AGENT, CONNECTOR, NOW, command, contact, context

MOTIFS = (MotifOutcome("autre.autre", Outcome.ANSWERED),)
BODIES: dict[str, c.Body] = {
    "accept": c.Accept(),
    "decline": c.Decline("Occupé"),
    "end": c.End(EndedBy.USAGER),
    "note": c.AddNote("Note"),
    "reply": c.Reply("Bonjour"),
    "take_back": c.TakeBack(contact().messages[1].id),
    "motifs": c.SetMotifs(MOTIFS),
    "link": c.LinkUsager("732829320"),
    "identify": c.Identify(("iban4",), True),
    "park": c.Park("Attend"),
    "resume": c.Resume(),
    "release": c.Release(),
    "callback": c.ScheduleCallback(NOW + timedelta(hours=2), "06 39 98 00 12", "Suite de sa demande"),
    "close": c.Close(MOTIFS),
    "draft": c.SaveDraft("Bon"),
    "merge": c.Merge(UUID(int=31)),
    "gather": c.Gather(UUID(int=31)),
    "reopen": c.Reopen(),
    "act": c.SubmitAct("essai", {}),
    "cancel": c.CancelAct(UUID(int=41), "Erreur"),
    "refer": c.Refer("SIE-69-EST", "Les faits", Haste.NORMAL),
}
STAYS = (
    "note",
    "callback",
    "reply",
    "take_back",
    "motifs",
    "link",
    "identify",
    "draft",
    "gather",
    "act",
    "cancel",
)
AFTER: dict[State, dict[str, State]] = {
    State.WAITING: {"end": State.CLOSED, "note": State.WAITING, "callback": State.WAITING},
    State.OFFERED: {
        "accept": State.ACTIVE,
        "decline": State.WAITING,
        "end": State.CLOSED,
        "note": State.OFFERED,
    },
    State.ACTIVE: {
        **dict.fromkeys(STAYS, State.ACTIVE),
        "park": State.PARKED,
        "release": State.WAITING,
        "close": State.CLOSED,
        "merge": State.CLOSED,
        "end": State.WRAP_UP,
        "refer": State.REFERRED,
    },
    State.WRAP_UP: {
        **dict.fromkeys(STAYS, State.WRAP_UP),
        "close": State.CLOSED,
        "merge": State.CLOSED,
        "refer": State.REFERRED,
    },
    State.PARKED: {"resume": State.ACTIVE, **dict.fromkeys(("note", "callback", "take_back"), State.PARKED)},
    State.REFERRED: {"note": State.REFERRED},
    State.CLOSED: {"note": State.CLOSED, "take_back": State.PARKED, "reopen": State.WRAP_UP},
}
LEASED = {name for name, body in BODIES.items() if body.needs_lease}


def outcome(state: State, name: str, channel: Channel) -> State | Code:
    """The state after the command by its rightful author, or the refusal's code."""
    closed_at = NOW if state is State.CLOSED else None
    before = contact(state, channel, siren="732829320", closed_at=closed_at)
    actor = CONNECTOR if name == "end" else AGENT
    identified = replace(before, identification=Identification(2))
    around = replace(context(actor), acts=ACTS, matter=an_act())
    decision = decide(identified, command(BODIES[name]), around)
    if isinstance(decision, Refusal):
        return decision.code
    return evolve_all(before, decision, str(actor.id)).state


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("name", list(BODIES))
def test_on_a_live_channel(state: State, name: str) -> None:
    expected: State | Code | None = AFTER[state].get(name)
    if expected is None:
        expected = refusal_of(state, name)
    assert outcome(state, name, Channel.CHAT) == expected


def refusal_of(state: State, name: str) -> Code:
    """By the order of the checks: forbidden, closed, lease_lost, wrong_state."""
    if name in ("resume", "reopen") and state in (State.WAITING, State.OFFERED):
        return Code.FORBIDDEN  # nobody owns it
    if state is State.CLOSED:
        return Code.CLOSED
    held = state in (State.ACTIVE, State.WRAP_UP)
    return Code.LEASE_LOST if name in LEASED and not held else Code.WRONG_STATE


@pytest.mark.parametrize("state", [State.WAITING, State.ACTIVE])
def test_a_mail_does_not_end(state: State) -> None:
    assert outcome(state, "end", Channel.MAIL) is Code.WRONG_STATE


@pytest.mark.parametrize("name", sorted(LEASED))
def test_a_needed_token_that_is_absent_is_invalid_before_all_else(name: str) -> None:
    decision = decide(contact(State.CLOSED), command(BODIES[name], lease_token=None), context(CONNECTOR))
    assert isinstance(decision, Refusal) and decision.code is Code.INVALID


@pytest.mark.parametrize("name", ["reply", "close", "merge", "gather"])
def test_a_needed_base_version_that_is_absent_is_invalid(name: str) -> None:
    decision = decide(contact(), command(BODIES[name], base_version=None), context())
    assert isinstance(decision, Refusal) and decision.code is Code.INVALID
