"""What a matter says, as the facts of a document: each kind of matter in its own way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ccpro_desk.documents.acts import act_basis, act_dates, act_rows
from ccpro_desk.documents.model import Item, Row
from ccpro_desk.domain.acts.catalogue import Catalogue
from ccpro_desk.domain.acts.detail import ActDetail, Value
from ccpro_desk.domain.matter import Matter


@dataclass(frozen=True, slots=True)
class Facts:
    produces: tuple[str, ...] = ()
    """The kinds of documents that come of an act."""
    rows: tuple[Row, ...] = ()
    asked: tuple[Item, ...] = ()
    dates: Mapping[str, date] = field(default_factory=dict)
    basis: str = ""
    text: str = ""


def facts_of(matter: Matter, acts: Catalogue, on: date) -> Facts:
    """On this day."""
    if isinstance(matter.detail, ActDetail):
        return act_facts(acts, matter.code, matter.detail.fields, on)
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
