"""The hand-written decoders against the wire's own adapters: what one writes the other reads, the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccpro_desk.desk import decode, decode_command
from ccpro_desk.domain import commands as c
from ccpro_desk.domain.appointments.modes import Attendance, Mode
from ccpro_desk.domain.contact import Origin, Reason
from ccpro_desk.domain.identification import Assurance, Identification, Quality, Setback
from ccpro_desk.domain.matter import MatterKind
from ccpro_desk.domain.referral.haste import Haste
from ccpro_desk.domain.values import (
    AnswerRef,
    AttachmentRef,
    Channel,
    Direction,
    EndedBy,
    Message,
    MotifOutcome,
    Outcome,
    Role,
    Sending,
    State,
    Status,
)
from ccpro_desk.wire.codec import adapter, jsonable, parse
from ccpro_desk.wire.commands import envelope
from ccpro_desk.wire.contact_view import MatterView, StepView
from ccpro_desk.wire.views import AgentView, ContactView, LateDraftView, LeaseView, UsagerRef

TEXT = st.text(max_size=20)
IDS = st.uuids()
TIMES = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=2))]))
MOTIFS = st.builds(MotifOutcome, st.just("autre.autre"), st.sampled_from(Outcome))
ATTACHMENTS = st.builds(AttachmentRef, IDS, TEXT, TEXT, st.integers(0, 10**8))
MESSAGES = st.builds(
    Message,
    IDS,
    st.sampled_from(Direction),
    TIMES,
    TEXT,
    TEXT,
    st.lists(ATTACHMENTS, max_size=2).map(tuple),
    st.none() | st.sampled_from(Sending),
    st.none() | IDS,
    TEXT,
)
MATTERS = st.builds(
    MatterView,
    id=IDS,
    kind=st.sampled_from(MatterKind),
    version=st.integers(1, 9),
    state=TEXT,
    code=TEXT,
    siren=TEXT,
    contact_id=IDS,
    centre=TEXT,
    author=IDS,
    at=TIMES,
    title=TEXT,
    author_name=TEXT,
    office=st.none() | TEXT,
    due_at=st.none() | TIMES,
    detail=st.none() | st.dictionaries(TEXT, TEXT, max_size=2),
    masked=st.none() | st.booleans(),
    steps=st.none() | st.lists(st.builds(StepView, TEXT, TIMES, TEXT), max_size=2).map(tuple),
)
VIEWS = st.builds(
    ContactView,
    id=IDS,
    version=st.integers(1, 10**9),
    state=st.sampled_from(State),
    channel=st.sampled_from(Channel),
    external_id=TEXT,
    received_at=TIMES,
    due_at=TIMES,
    subject=TEXT,
    origin=st.none() | st.builds(Origin, TEXT, TEXT, st.none() | TEXT, st.sampled_from(Assurance)),
    usager=st.none() | st.builds(UsagerRef, TEXT, TEXT),
    identification=st.builds(
        Identification,
        st.integers(0, 2),
        st.lists(TEXT, max_size=2).map(tuple),
        st.none() | TIMES,
        st.none() | st.sampled_from(Quality),
        st.none() | st.dates(),
        st.none() | st.integers(1, 9),
        st.none() | st.builds(Setback, TEXT, TEXT),
    ),
    motifs=st.lists(MOTIFS, max_size=2).map(tuple),
    messages=st.lists(MESSAGES, max_size=3).map(tuple),
    draft=st.none() | TEXT,
    late_drafts=st.lists(st.builds(LateDraftView, IDS, TIMES, TEXT, TEXT), max_size=2).map(tuple),
    owner=st.none() | IDS,
    owner_name=TEXT,
    resume_at=st.none() | TIMES,
    reason=st.builds(Reason, TEXT, TEXT),
    lease=st.none() | st.builds(LeaseView, IDS, TIMES, st.none() | IDS, TEXT),
    connector=st.none() | IDS,
    department=st.none() | TEXT,
    matters=st.none() | st.lists(MATTERS, max_size=2).map(tuple),
)
AGENTS = st.builds(
    AgentView,
    IDS,
    TEXT,
    TEXT,
    st.sampled_from(Role),
    st.sampled_from(Status),
    TEXT,
    TEXT,
    st.lists(TEXT, max_size=2).map(tuple),
    st.lists(st.sampled_from(Channel), max_size=2).map(tuple),
    st.dictionaries(st.sampled_from(Channel), st.integers(0, 9), max_size=4),
    st.none() | st.sampled_from(Status),
)
AT = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
BODIES: Mapping[str, c.Body] = {
    body.type: body
    for body in (
        c.Accept(),
        c.Decline("Trop de bruit"),
        c.End(EndedBy.NETWORK),
        c.AddNote("Une note"),
        c.Reply("Bonjour", (AnswerRef("TVA-021", 4),), (uuid4(),), 10),
        c.TakeBack(uuid4()),
        c.SetMotifs((MotifOutcome("autre.autre", Outcome.ACT),)),
        c.LinkUsager("732829320"),
        c.Identify(("amount", "notice"), True, Quality.PROXY, "Maître Roux", "+33465710015"),
        c.Park("Attend une pièce", datetime(2026, 11, 23, 15, 30, tzinfo=UTC)),
        c.Resume(),
        c.Release("Autre compétence"),
        c.Transfer(c.TransferTo(centre="pau", skill="tva"), "Rappeler avant midi"),
        c.ScheduleCallback(datetime(2026, 11, 24, 9, 30, tzinfo=UTC), "0639980012", "Suite"),
        c.Close((MotifOutcome("autre.autre", Outcome.ANSWERED),), "Fin"),
        c.Reopen(),
        c.Merge(uuid4()),
        c.Gather(uuid4()),
        c.SaveDraft("Bonj"),
        c.SubmitAct("essai", {"montant": 12_00, "oui": True, "nom": "x"}, datetime(2026, 11, 23, tzinfo=UTC)),
        c.CancelAct(uuid4(), "Erreur"),
        c.ApproveAct(uuid4()),
        c.ReturnAct(uuid4(), "Pièce absente"),
        c.Refer("SIE-69-EST", "Les faits", Haste.URGENT, date(2026, 11, 27), "tva.date", (uuid4(),), "Enjeu"),
        c.ReplyReferral(uuid4(), "Octobre"),
        c.AnswerReferral(uuid4(), "Oui"),
        c.AskReferral(uuid4(), "Quand ?"),
        c.TakeReferral(uuid4(), "Bonjour"),
        c.ReturnReferral(uuid4(), "Fiche", "1.1"),
        c.BookAppointment("SIE-69-EST", AT, Mode.OFFICE, "732829320", "Décision", "decision"),
        c.MoveAppointment(uuid4(), AT),
        c.CancelAppointment(uuid4(), "Réglé"),
        c.AppointmentOutcome(uuid4(), Attendance.NO_SHOW),
        c.SetStatus(Status.PAUSE, True, (Channel.MAIL,)),
    )
}


@given(VIEWS)
def test_a_contact_is_read_as_the_wire_reads_it(view: ContactView) -> None:
    raw = json.dumps(jsonable(view))
    assert decode.contact(raw) == parse(ContactView, raw) == view


@given(AGENTS)
def test_an_agent_is_read_as_the_wire_reads_it(agent: AgentView) -> None:
    raw = json.dumps(jsonable(agent))
    assert decode.agent(raw) == parse(AgentView, raw) == agent


@pytest.mark.parametrize("type_", sorted(c.COMMANDS))
def test_every_command_comes_back_from_the_journal(type_: str) -> None:
    body = BODIES[type_]
    command = c.Command(uuid4(), body, datetime.now(UTC), uuid4(), uuid4(), 7)
    raw = json.dumps(envelope(command))
    assert decode_command.command(raw) == command
    assert parse(type(body), json.dumps(envelope(command)["body"])) == body
    bare = replace(command, contact_id=None, lease_token=None, base_version=None)
    assert decode_command.command(json.dumps(envelope(bare))) == bare


@pytest.mark.parametrize("raw", ["", "{}", "[]", "null", '{"id": 3}', '{"id": "x", "type": "no.such"}'])
def test_anything_else_is_undecodable(raw: str) -> None:
    for read in (decode.contact, decode.agent, decode_command.command):
        with pytest.raises(decode.Undecodable):
            read(raw)


def test_unknown_fields_are_left_alone() -> None:
    agent = AgentView(uuid4(), "agent1", "Mme Alba", Role.AGENT, Status.PAUSE)
    raw = {**adapter(AgentView).dump_python(agent, mode="json"), "later": {"a": 1}}
    assert decode.agent(json.dumps(raw)) == agent
