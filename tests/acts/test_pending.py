"""At the workstation: an act is shown as recorded there, never as done, and crosses what is pending."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from ccpro_desk.desk.fold import Folder
from ccpro_desk.desk.model import Held
from ccpro_desk.domain import commands as c
from ccpro_desk.domain.contact import Origin
from ccpro_desk.domain.identification import Identification
from ccpro_desk.domain.ids import new_id
from ccpro_desk.domain.refusals import Code
from ccpro_desk.domain.values import Channel, Role, State, Status
from ccpro_desk.wire.contact_view import AgentView, ContactView, LeaseView, UsagerRef

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TOKEN = UUID(int=9)
AGENT = AgentView(UUID(int=2), "agent1", "Mme Alba", Role.AGENT, Status.AVAILABLE, "lons")
VIEW = ContactView(
    id=UUID(int=30),
    version=5,
    state=State.ACTIVE,
    channel=Channel.PHONE,
    external_id="1",
    received_at=NOW,
    due_at=NOW,
    origin=Origin(),
    usager=UsagerRef("732829320", "SARL Fournil"),
    identification=Identification(2),
    owner=AGENT.id,
    lease=LeaseView(AGENT.id, NOW + timedelta(minutes=30), TOKEN),
)
CERTIFICATE = {"quoi": "preference", "preference": "messagerie", "demandeur": "director"}


def asked(body: c.Body) -> c.Command:
    return c.Command(new_id(), body, NOW, VIEW.id, TOKEN, 5)


def test_an_act_is_pending_until_the_central_shows_it() -> None:
    folder, held = Folder(AGENT, NOW, lambda view: 1), Held(VIEW, TOKEN, 5)
    submit = asked(c.SubmitAct("A09", CERTIFICATE))
    assert folder.preview(held, [], submit).refusal is None
    shown = folder.shown(held, [submit])
    assert shown.matters is not None
    [matter] = shown.matters
    assert (matter.id, matter.pending, matter.title) == (submit.id, True, "Mettre à jour un contact")
    assert (matter.author_name, matter.detail) == (AGENT.name, None)
    again = folder.preview(held, [submit], asked(c.SubmitAct("A09", CERTIFICATE))).refusal
    assert again is not None and again.code is Code.ALREADY_EXISTS
    assert folder.preview(held, [submit], asked(c.CancelAct(submit.id, "Erreur"))).refusal is None
    known = replace(VIEW, matters=(replace(matter, pending=None),))
    assert folder.shown(Held(known, TOKEN, 5), [submit]).matters == known.matters, (
        "once, as the central shows it"
    )


def test_what_the_central_would_refuse_is_told_at_once() -> None:
    folder = Folder(AGENT, NOW, lambda view: 1)
    for view, body, code in (
        (VIEW, c.SubmitAct("A09", {}), Code.INVALID),
        (VIEW, c.SubmitAct("A99", {}), Code.INVALID),
        (replace(VIEW, usager=None), c.SubmitAct("A09", CERTIFICATE), Code.WRONG_STATE),
        (
            replace(VIEW, identification=Identification(1)),
            c.SubmitAct("A09", CERTIFICATE),
            Code.IDENTIFICATION_REQUIRED,
        ),
        (VIEW, c.CancelAct(UUID(int=1), "Erreur"), Code.NOT_FOUND),
    ):
        found = folder.preview(Held(view, TOKEN, 5), [], asked(body)).refusal
        assert found is not None and found.code is code, body
