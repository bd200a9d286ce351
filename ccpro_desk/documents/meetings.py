"""What an appointment or a fiche de liaison says, as the facts of a document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ccpro_desk.answers.french import NBSP, long_date
from ccpro_desk.documents.model import Item, Row
from ccpro_desk.domain.appointments.detail import (
    MODE_LABELS,
    STANDING,
    STATE_LABELS,
    AppointmentDetail,
    AppointmentState,
)
from ccpro_desk.domain.appointments.office import Office
from ccpro_desk.domain.hours import PARIS
from ccpro_desk.domain.matter import Matter
from ccpro_desk.domain.referral.detail import HASTE_LABELS, SAID_LABELS, ReferralDetail

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def moment(at: datetime) -> str:
    """« mardi 1er décembre 2026 à 9 h 30 », in Paris."""
    local = at.astimezone(PARIS)
    hour = f"{local.hour}{NBSP}h{NBSP}{local.minute:02d}"
    return f"{DAYS[local.weekday()]} {long_date(local.date())} à {hour}"


def meeting_rows(matter: Matter, detail: AppointmentDetail, office: Office | None) -> Iterator[Row]:
    """When, where, how and why; one that no longer stands says so first."""
    if matter.state not in STANDING:
        yield Row("État", STATE_LABELS[AppointmentState(matter.state)])
    if matter.due_at is not None:
        yield Row("Quand", moment(matter.due_at))
    yield Row("Comment", MODE_LABELS[detail.mode])
    if office is not None:
        yield Row("Service", "\n".join(dict.fromkeys((office.name, *office.address))))
    if detail.purpose:
        yield Row("Objet", detail.purpose)


def fiche_rows(detail: ReferralDetail) -> Iterator[Row]:
    """What was found, what the usager was told, and what the two services said to each other since."""
    told = (
        ("Motif", detail.motif),
        ("Urgence", HASTE_LABELS[detail.haste]),
        ("Promis pour le", long_date(detail.promised_on) if detail.promised_on else ""),
        ("Périmètre", detail.article),
        ("Transmis malgré le périmètre", detail.override),
        ("Faits", detail.facts),
    )
    yield from (Row(label, value) for label, value in told if value)
    for said in detail.said:
        fiches = ", ".join(f"{answer.id} v{answer.version}" for answer in said.answers)
        yield Row("Déjà répondu", f"{moment(said.at)}, {said.author}", fiches)
    for each in detail.exchanges:
        yield Row(SAID_LABELS[each.kind], each.text, f"{each.author}, {moment(each.at)}")


def fiche_documents(detail: ReferralDetail) -> tuple[Item, ...]:
    """The files that go with it, by name."""
    return tuple(Item(each.name) for each in detail.documents)
