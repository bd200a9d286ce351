"""Rules of single commands that the table does not say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from uuid import uuid4

import pytest

from ccpro_desk.domain import commands as c
from ccpro_desk.domain import events as e
from ccpro_desk.domain.contact import Contact, Origin
from ccpro_desk.domain.context import Context
from ccpro_desk.domain.effects import late_draft, lease_expired, reply_undeliverable, usager_wrote
from ccpro_desk.domain.evolve import USAGER, evolve, evolve_all
from ccpro_desk.domain.identification import Assurance, Identification
from ccpro_desk.domain.lifecycle import decide
from ccpro_desk.domain.refusals import Code, Refusal
from ccpro_desk.domain.values import (
    Channel,
    Direction,
    EndedBy,
    Message,
    MotifOutcome,
    Outcome,
    Role,
    Sending,
    State,
)
from tests.domain.people import AGENT, CONNECTOR, NOW, OTHER, TOKEN, command, contact, context

MOTIFS = (MotifOutcome("autre.autre", Outcome.ANSWERED),)


def code(before: Contact, body: c.Body, ctx: Context | None = None, **more: object) -> Code | None:
    decision = decide(before, command(body, **more), ctx or context())
    return decision.code if isinstance(decision, Refusal) else None


def after(before: Contact, body: c.Body, ctx: Context | None = None) -> Contact:
    decision = decide(before, command(body), ctx or context())
    assert not isinstance(decision, Refusal), decision
    return evolve_all(before, decision, str((ctx or context()).actor.id))


def test_a_lease_is_of_one_agent_and_one_token() -> None:
    assert code(contact(), c.Reply("Oui"), context(OTHER)) is Code.LEASE_LOST
    assert code(contact(), c.Reply("Oui"), lease_token=uuid4()) is Code.LEASE_LOST
    assert code(contact(), c.Reply("Oui")) is None


def test_others_may_not_speak_for_the_person_concerned() -> None:
    assert code(contact(State.OFFERED, Channel.PHONE), c.Accept(), context(OTHER)) is Code.FORBIDDEN
    assert code(contact(State.PARKED), c.Resume(), context(OTHER)) is Code.FORBIDDEN
    assert code(contact(), c.TakeBack(contact().messages[1].id), context(OTHER)) is Code.FORBIDDEN
    assert code(contact(channel=Channel.PHONE), c.End(EndedBy.AGENT), context(OTHER)) is Code.FORBIDDEN
    stranger = replace(CONNECTOR, id=uuid4())
    assert code(contact(channel=Channel.PHONE), c.End(EndedBy.USAGER), context(stranger)) is Code.FORBIDDEN


@pytest.mark.parametrize("role", [Role.TRAINEE, Role.ADMIN, Role.SIE, Role.SUPPORT, Role.CONNECTOR])
def test_roles_without_the_right_change_nothing(role: Role) -> None:
    actor = replace(AGENT, role=role)
    for body in (c.Reply("Oui"), c.Close(MOTIFS), c.Park("Attend"), c.SaveDraft("x")):
        assert code(contact(), body, context(actor)) is Code.FORBIDDEN


def test_version_conflict_counts_the_usager_and_other_persons() -> None:
    for who, expected in ((USAGER, True), (str(OTHER.id), True), (str(AGENT.id), False)):
        touched = contact(version=7, touched=MappingProxyType({who: 6}))
        assert (code(touched, c.Reply("Oui")) is Code.VERSION_CONFLICT) is expected
        assert code(touched, c.Reply("Oui"), base_version=6) is None


def test_a_reply_has_text_an_address_and_known_files() -> None:
    assert code(contact(), c.Reply(" \u200b\n")) is Code.INVALID
    assert code(contact(origin=Origin()), c.Reply("Oui")) is Code.INVALID
    assert code(contact(origin=Origin(), channel=Channel.CHAT), c.Reply("Oui")) is None
    assert code(contact(), c.Reply("Oui", attachments=(uuid4(),))) is Code.INVALID
    held = after(contact(draft="Ou"), c.Reply("Oui\x1b[31m", hold_s=5)).messages[-1]
    assert (held.text, held.status, held.author_id) == ("Oui", Sending.HELD, AGENT.id)
    assert after(contact(draft="Ou"), c.Reply("Oui")).messages[-1].status is Sending.QUEUED
    assert after(contact(draft="Ou"), c.Reply("Oui")).draft is None


def test_taking_back_is_too_late_once_claimed_or_gone() -> None:
    reply = contact().messages[1]
    assert code(contact(), c.TakeBack(reply.id), context(claimed=True)) is Code.TOO_LATE
    gone = contact().with_message_status(reply.id, Sending.SENT)
    assert code(gone, c.TakeBack(reply.id)) is Code.TOO_LATE
    assert code(contact(), c.TakeBack(uuid4())) is Code.NOT_FOUND
    assert code(contact(), c.TakeBack(contact().messages[0].id), context()) in (
        Code.FORBIDDEN,
        Code.NOT_FOUND,
    )
    back = after(contact(State.CLOSED), c.TakeBack(reply.id))
    assert (back.state, back.owner, back.messages[1].status) == (State.PARKED, AGENT.id, Sending.TAKEN_BACK)


def test_motifs_are_of_the_list_and_set_the_skill() -> None:
    unknown = (MotifOutcome("nulle.part", Outcome.ANSWERED),)
    assert code(contact(), c.SetMotifs(unknown)) is Code.INVALID
    assert code(contact(), c.Close(unknown)) is Code.INVALID
    motifs = context().motifs
    tva = next(m.code for m in motifs.items if motifs.skill_of(m.code) == "tva")
    assert after(contact(), c.SetMotifs((MotifOutcome(tva, Outcome.ANSWERED),))).place.skill == "tva"
    assert after(contact(), c.SetMotifs(())).place.skill == "general"


def test_identification_needs_a_link_and_starts_again_with_a_new_one() -> None:
    assert code(contact(), c.Identify(("iban4",), True)) is Code.WRONG_STATE
    assert code(contact(siren="732829320"), c.Identify(("taille",), True)) is Code.INVALID
    assert code(contact(), c.LinkUsager("732829320"), context(usager_name=None)) is Code.NOT_FOUND
    call = contact(channel=Channel.PHONE, siren="732829320")
    known = after(call, c.Identify(("iban4", "amount"), True))
    assert known.identification.level == 1
    more = after(known, c.Identify(("notice",), True))
    assert (more.identification.level, more.identification.checks) == (2, ("iban4", "amount", "notice"))
    assert after(more, c.Identify(("notice",), False)).identification.level == 0
    assert after(more, c.LinkUsager("732829320")).identification == Identification()
    mail = after(contact(siren="732829320"), c.Identify(("iban4", "amount", "notice"), True))
    assert mail.identification.level == 0
    space = contact(origin=Origin(address="a@client.example", assurance=Assurance.ACCOUNT))
    assert after(space, c.LinkUsager("732829320")).identification.level == 1


def test_resuming_needs_a_free_slot() -> None:
    assert code(contact(State.PARKED), c.Resume(), context(free_slot=None)) is Code.CAPACITY
    resumed = after(contact(State.PARKED), c.Resume(), context(free_slot=2))
    assert resumed.lease is not None and resumed.lease.slot == 2 and resumed.resume_at is None


def test_accepting_keeps_the_slot_under_a_new_token() -> None:
    accepted = after(contact(State.OFFERED, Channel.PHONE), c.Accept())
    assert accepted.lease is not None and accepted.lease.slot == 1 and accepted.lease.token != TOKEN
    assert accepted.lease.expires_at == NOW + timedelta(seconds=45)


def test_rescue_gives_a_mail_to_anyone_and_a_call_to_its_holder() -> None:
    for channel in Channel:
        bound = AGENT.id if channel is Channel.PHONE else None
        before = contact(channel=channel, draft="À moitié", identification=Identification(1))
        freed = evolve_all(before, lease_expired(before))
        assert (freed.state, freed.lease, freed.bound_to, freed.draft) == (
            State.WAITING,
            None,
            bound,
            "À moitié",
        )
        assert freed.messages == before.messages, "with its transcript"


@pytest.mark.parametrize("channel", Channel)
def test_what_was_proved_in_a_conversation_ends_with_it(channel: Channel) -> None:
    """In hand, and while it is written up; not once somebody else, or another day, speaks with them."""
    known = contact(channel=channel, identification=Identification(2, ("amount",), NOW), siren="732829320")
    closed = after(known, c.Close(MOTIFS))
    again = Message(uuid4(), Direction.IN, NOW, "Mme Martin", "Encore")
    settings = context().settings
    apart = [
        evolve_all(known, lease_expired(known)),
        after(known, c.Release()),
        after(known, c.Transfer(c.TransferTo(assistance=True), "Pour vous.")),
        after(known, c.Park("Attend une pièce.")),
        evolve_all(closed, usager_wrote(closed, again, settings, message_ref=None, in_reply_to=None), USAGER),
        evolve_all(closed, reply_undeliverable(closed, closed.messages[1], "550")),
    ]
    kept = 2 if channel is Channel.MAIL else 0
    assert [each.identification.level for each in apart] == [kept] * len(apart)
    if channel.live:
        assert after(known, c.End(EndedBy.USAGER)).identification.level == 2


def test_what_wakes_a_closed_contact() -> None:
    closed = contact(State.CLOSED)
    message = Message(uuid4(), Direction.IN, NOW, "Mme Martin", "Encore")
    wrote = evolve_all(
        closed,
        usager_wrote(closed, message, context().settings, message_ref="<m2@x>", in_reply_to=None),
        USAGER,
    )
    assert (wrote.state, wrote.bound_to, wrote.references) == (State.WAITING, None, ("<m2@x>",))
    assert wrote.touched[USAGER] == closed.version + 1
    bounced = evolve_all(closed, reply_undeliverable(closed, closed.messages[1], "550\x1b[0m"))
    assert (bounced.state, bounced.bound_to) == (State.WAITING, AGENT.id)
    assert (bounced.messages[1].status, bounced.messages[1].detail) == (Sending.FAILED, "550")
    parked = contact(State.PARKED)
    assert evolve_all(parked, reply_undeliverable(parked, parked.messages[1], "")).state is State.PARKED


def test_a_late_text_is_kept_only_if_there_is_one() -> None:
    assert late_draft(contact(), command(c.Reply("Oui")), context()) is not None
    assert late_draft(contact(), command(c.SaveDraft(" ")), context()) is None
    assert late_draft(contact(), command(c.Park("Attend")), context()) is None


def test_versions_and_who_touched() -> None:
    before = contact()
    noted = evolve(before, e.NoteAdded(before.messages[0]), str(OTHER.id))
    assert (noted.version, dict(noted.touched)) == (6, {str(OTHER.id): 6})
    drafted = evolve(noted, e.DraftSaved("x"), str(AGENT.id))
    assert (drafted.version, drafted.touched) == (6, noted.touched)
    timed = evolve(noted, e.HoldEnded(before.messages[1].id))
    assert (timed.version, timed.touched) == (7, noted.touched)
    assert timed.messages[1].status is Sending.QUEUED
    assert (before.version, before.touched) == (5, {})
