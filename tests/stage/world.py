"""One Tuesday afternoon at a centre, always the same: the professionals are the demonstration's invented ones."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from typing import Any
from uuid import UUID

from ccpro_desk.desk.day import Day, Handled
from ccpro_desk.desk.plateau import Floor
from ccpro_desk.desk.state import Around, DeskContact, DeskState, Link, LinkKind, SendState, Sent
from ccpro_desk.domain.contact import Origin, Reason
from ccpro_desk.domain.identification import Identification
from ccpro_desk.domain.usager import masked_fields
from ccpro_desk.domain.values import (
    AttachmentRef,
    Channel,
    Direction,
    Message,
    MotifOutcome,
    Outcome,
    Role,
    Sending,
    State,
    Status,
)
from ccpro_desk.reference import data_dir
from ccpro_desk.wire.crisis import CrisisView
from ccpro_desk.wire.listing import EntryKind, FoundView, ListedView, ReplyState, TimelineEntry
from ccpro_desk.wire.plateau import (
    AvailableView,
    ColleagueView,
    GroupView,
    RenfortView,
    SupervisionView,
    WaitView,
    WordView,
)
from ccpro_desk.wire.views import AgentView, ContactView, DossierView, UsagerRef

NOW = datetime(2026, 11, 24, 13, 52, tzinfo=UTC)
"""14 h 52 in Paris."""
FOURNIL = UsagerRef("732829320", "SARL FOURNIL DES BROTTEAUX")
QUAIS = UsagerRef("290457506", "SCI DES QUAIS")
CONTENT = (
    "Demande de remboursement de crédit de TVA\n\n"
    "Période : septembre 2026\nDéposée le : 3 octobre 2026\nFormulaire : 3519-SD\n"
).encode()
_ids = count(1)


def new_id() -> UUID:
    """The same at every run: they are made in the order of this file."""
    return UUID(int=next(_ids))


def ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


AGENT = AgentView(new_id(), "agent1", "Mme Alba", Role.AGENT, Status.AVAILABLE, "lons", "3")
CHIEF = AgentView(new_id(), "encadrant1", "M. Lenoir", Role.SUPERVISOR, Status.AVAILABLE, "lons", "3")
FILE = AttachmentRef(new_id(), "demande.txt", "text/plain", len(CONTENT))


@cache
def dossier(siren: str, level: int) -> DossierView:
    """As the central gives it at a level."""
    lines = (data_dir() / "demo" / "usagers.ndjson").read_text(encoding="utf-8").splitlines()
    fields: dict[str, Any] = next(u for u in map(json.loads, lines) if u["siren"] == siren)
    masked = masked_fields(level)
    open_ = {name: value for name, value in fields.items() if name not in masked}
    return DossierView(siren, level, ago(1), masked, open_)


def _held(view: ContactView, **more: Any) -> DeskContact:
    return DeskContact(view, new_id(), **more)


def _said(minutes: float, author: str, text: str, *files: AttachmentRef, out: bool = False) -> Message:
    way, status = (Direction.OUT, Sending.SENT) if out else (Direction.IN, None)
    return Message(new_id(), way, ago(minutes), author, text, files, status)


MAIL = _held(
    ContactView(
        new_id(),
        3,
        State.ACTIVE,
        Channel.MAIL,
        "<1@fournil-brotteaux.example>",
        ago(112),
        NOW + timedelta(minutes=108),
        "Remboursement de crédit de TVA",
        Origin("M. Karim Benali", "contact@fournil-brotteaux.example"),
        FOURNIL,
        messages=(
            _said(
                112,
                "M. Karim Benali",
                "Bonjour,\n\nNous avons déposé le 3 octobre une demande de remboursement de crédit de TVA pour "
                "septembre et nous n'avons pas eu de nouvelles depuis. Pouvez-vous nous dire sous quel délai "
                "elle sera traitée ?\n\nNotre SIREN : 732 829 320.\n\nCordialement,\nKarim Benali",
                FILE,
            ),
        ),
        reason=Reason("deadline", "Délai promis le plus proche, compétence TVA, Rhône."),
        department="69",
        guessed="tva.remboursement",
    )
)
CALL = _held(
    ContactView(
        new_id(),
        5,
        State.ACTIVE,
        Channel.PHONE,
        "call-2",
        ago(4),
        NOW + timedelta(minutes=1),
        "",
        Origin("Mme Hélène Vautrin", None, "+33465710030"),
        QUAIS,
        Identification(1, ("amount", "iban4"), ago(2)),
        reason=Reason("deadline", "Appel en cours : il passe avant tout."),
        department="69",
        guessed="cfe.avis",
    )
)
OFFERED = _held(
    ContactView(
        new_id(),
        2,
        State.OFFERED,
        Channel.PHONE,
        "call-3",
        ago(0.2),
        NOW + timedelta(minutes=1),
        "",
        Origin(None, None, "+33465710015"),
        reason=Reason("deadline", "Appel entrant."),
        department="69",
    )
)
PARKED = _held(
    ContactView(
        new_id(),
        6,
        State.PARKED,
        Channel.MAIL,
        "<2@quais.example>",
        ago(300),
        NOW + timedelta(hours=20),
        "Avis de CFE introuvable",
        Origin("Mme Hélène Vautrin", "scidesquais@courriel.example"),
        QUAIS,
        messages=(_said(300, "Mme Hélène Vautrin", "Bonjour, je ne trouve pas mon avis de CFE."),),
        resume_at=NOW + timedelta(minutes=38),
        reason=Reason("deadline", "Vous l'avez mis de côté."),
        department="69",
    )
)


def _listed(subject: str, channel: Channel, waits: float, due: float, **more: Any) -> ListedView:
    return ListedView(
        new_id(),
        1,
        State.WAITING,
        channel,
        f"q-{subject}",
        ago(waits),
        NOW + timedelta(minutes=due),
        subject,
        **{"department": "69", "pool": "lons", "skill": "general", **more},
    )


QUEUE = (
    _listed("Avis de CFE introuvable", Channel.MAIL, 2900, -20, skill="locaux", guessed="cfe.avis"),
    _listed("Option pour la franchise en base", Channel.MAIL, 300, 60, skill="tva"),
    _listed("Rappel demandé", Channel.CALLBACK, 90, 45, waits_for="Mme Alba"),
    _listed("Paiement refusé en ligne", Channel.MAIL, 70, 110, crisis="Panne du paiement en ligne"),
    _listed("Cessation d'activité", Channel.MAIL, 40, 200, pool="national", skill="vie"),
    _listed("Délai de paiement", Channel.CHAT, 2, 3, skill="paiement"),
)


def _found(subject: str, who: str, state: State, minutes: float, **more: Any) -> FoundView:
    values: dict[str, Any] = {"mine": True, "messages": 2, "owner_name": "Mme Alba", **more}
    return FoundView(
        new_id(), 4, state, Channel.MAIL, ago(minutes), NOW + timedelta(hours=3), subject, who, **values
    )


def _closed(subject: str, who: str, siren: str, minutes: float, code: str, sending: Sending) -> FoundView:
    return _found(
        subject,
        who,
        State.CLOSED,
        minutes + 60,
        siren=siren,
        motifs=(MotifOutcome(code, Outcome.ANSWERED),),
        closed_at=ago(minutes),
        reopen_until=NOW + timedelta(minutes=30 - minutes),
        replies=(ReplyState(new_id(), ago(minutes + 1), sending, True),),
    )


FOUND = (
    _closed("Remboursement de TVA", FOURNIL.name, FOURNIL.siren, 12, "tva.remboursement", Sending.SENT),
    _closed("Date limite de la CA3", "MARCHETTI SOPHIE", "293379152", 95, "tva.date", Sending.SENT),
    _found("Avis de CFE introuvable", QUAIS.name, State.PARKED, 300, siren=QUAIS.siren),
)

TIMELINE = (
    TimelineEntry(
        new_id(),
        EntryKind.APPOINTMENT,
        ago(50),
        "booked",
        True,
        title="Étude d'une demande de délai",
        by="Mme Alba",
        contact_id=PARKED.id,
        due_at=NOW + timedelta(days=6),
    ),
    TimelineEntry(
        PARKED.id,
        EntryKind.CONTACT,
        ago(300),
        State.PARKED,
        True,
        Channel.MAIL,
        "Avis de CFE introuvable",
        by="Mme Alba",
    ),
    TimelineEntry(
        new_id(),
        EntryKind.CONTACT,
        ago(60 * 24 * 9),
        State.CLOSED,
        channel=Channel.PHONE,
        closed_at=ago(60 * 24 * 9 - 6),
    ),
    TimelineEntry(
        new_id(),
        EntryKind.ACT,
        ago(60 * 24 * 40),
        "transmitted",
        True,
        title="Mettre à jour un contact",
        by="M. Roux",
        contact_id=new_id(),
    ),
)


def _deed(view: FoundView, kind: str, label: str, minutes: float) -> Sent:
    state = SendState.SENT if kind == "contact.reply" else SendState.AT_CENTRAL
    return Sent(new_id(), view.id, kind, label, state, ago(minutes))


DAY = Day(
    (
        Handled(
            FOUND[0],
            (
                _deed(FOUND[0], "contact.close", "Clôture", 12),
                _deed(FOUND[0], "contact.reply", "Réponse", 13),
            ),
        ),
        Handled(FOUND[1], (_deed(FOUND[1], "contact.close", "Clôture", 95),)),
    )
)
WORD = WordView(
    "Panne du paiement en ligne : proposez le virement ou le rappel.", NOW + timedelta(hours=3), "M. Lenoir"
)
FLOOR = Floor(
    SupervisionView(
        "lons",
        "3",
        ago(0),
        (
            AvailableView(new_id(), "agent2", "M. Roux", (Channel.MAIL, Channel.PHONE)),
            AvailableView(new_id(), "agent3", "Mme Faure", (Channel.MAIL,)),
        ),
        (
            WaitView(Channel.PHONE, 2, 95, 0),
            WaitView(Channel.MAIL, 14, 10_800, 1),
            WaitView(Channel.CALLBACK, 3, 5_400, 0),
        ),
        (),
        (
            RenfortView(
                new_id(), new_id(), "Mme Alba", ago(3), "3", Channel.PHONE, "Usager agressif, sur la TVA"
            ),
        ),
        GroupView(12, {Channel.PHONE: 4, Channel.MAIL: 7}),
        WORD,
    ),
    (
        CrisisView(
            new_id(),
            "Panne du paiement en ligne",
            ago(80),
            NOW + timedelta(hours=3),
            1800,
            False,
            (),
            ("paiement impossible",),
            (),
        ),
    ),
)


def at_work(*contacts: DeskContact, agent: AgentView = AGENT, **more: Any) -> DeskState:
    return DeskState(Link(LinkKind.UP_TO_DATE), agent, contacts, **more)


IDLE = at_work(PARKED)
READING = at_work(MAIL, PARKED)
CALLING = at_work(CALL, MAIL, PARKED)
RINGING = at_work(MAIL, PARKED, OFFERED)
OFFLINE = DeskState(Link(LinkKind.OFFLINE, ago(50), 3), AGENT, (MAIL, PARKED))
LEADING = at_work(agent=CHIEF)
PROMISED = _held(
    replace(
        PARKED.view,
        id=new_id(),
        channel=Channel.CALLBACK,
        subject="Suite de sa demande de délai",
        origin=Origin("M. Karim Benali", None, "+33465710015"),
        usager=FOURNIL,
        messages=(),
        owner=AGENT.id,
        resume_at=NOW + timedelta(minutes=68),
    )
)
STARTING = at_work(
    replace(PARKED, view=replace(PARKED.view, owner=AGENT.id)),
    PROMISED,
    agent=replace(AGENT, status=Status.OFFLINE),
    around=Around(WORD),
)
COLLEAGUES = (ColleagueView("agent2", "M. Roux", "3"), ColleagueView("agent3", "Mme Faure", "2"))
