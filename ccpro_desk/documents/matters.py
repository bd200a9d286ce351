"""What a matter says, as the facts of a document: each kind of matter in its own way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ccpro_desk.documents.acts import act_basis, act_dates, act_rows
from ccpro_desk.documents.meetings import fiche_documents, fiche_rows, meeting_rows
from ccpro_desk.documents.model import Item, Row
from ccpro_desk.domain.acts.catalogue import Catalogue
from ccpro_desk.domain.acts.detail import ActDetail, Value
from ccpro_desk.domain.appointments.detail import AppointmentDetail
from ccpro_desk.domain.appointments.office import Office
from ccpro_desk.domain.appointments.purposes import Purposes
from ccpro_desk.domain.matter import Matter
from ccpro_desk.domain.referral.detail import ReferralDetail


@dataclass(frozen=True, slots=True)
class Facts:
    produces: tuple[str, ...] = ()
    """The kinds of documents that come of an act."""
    rows: tuple[Row, ...] = ()
    asked: tuple[Item, ...] = ()
    dates: Mapping[str, date] = field(default_factory=dict)
    basis: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What officers keep of acts and appointments."""

    acts: Catalogue
    purposes: Purposes
    offices: Mapping[str, Office]


def facts_of(matter: Matter, known: Known, on: date) -> Facts:
    """On this day."""
    match matter.detail:
        case ActDetail() as act:
            return act_facts(known.acts, matter.code, act.fields, on)
        case AppointmentDetail() as meeting:
            office = known.offices.get(matter.office or "")
            bring = known.purposes.documents(matter.code, meeting.mode)
            rows = tuple(meeting_rows(matter, meeting, office))
            return Facts(rows=rows, asked=tuple(map(Item, bring)))
        case ReferralDetail() as fiche:
            return Facts(rows=tuple(fiche_rows(fiche)), asked=fiche_documents(fiche))
    return Facts()


def act_facts(acts: Catalogue, code: str, values: Mapping[str, Value], on: date) -> Facts:
    """Of an act that is recorded, or only filled in."""
    act = acts.get(code)
    if act is None:
        return Facts()
    return Facts(
        act.produces,
        act_rows(act, values),
        tuple(Item(text) for text in act.documents),
        act_dates(act, values),
        act_basis(act, on),
    )
