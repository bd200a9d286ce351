"""Acts, appointments and referrals of a contact, in the words that agents read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from textual.content import Content

from ccpro_desk.domain.matter import MatterKind
from ccpro_desk.widgets import words
from ccpro_desk.widgets.pane import Block, said

if TYPE_CHECKING:
    from ccpro_desk.wire.contact_view import ContactView, MatterView

KINDS = {
    MatterKind.ACT: "Acte",
    MatterKind.APPOINTMENT: "Rendez-vous",
    MatterKind.REFERRAL: "Fiche de liaison",
}
_HOME = {MatterKind.ACT: "acts", MatterKind.APPOINTMENT: "appointments", MatterKind.REFERRAL: "referral"}
PENDING = "Enregistré ici, sera demandé au centre"


def state_of(matter: MatterView) -> str:
    """« Enregistré au centre », « À valider », or that only this workstation knows of it."""
    if matter.pending:
        return PENDING
    label = _labels(matter.kind).get(matter.state, matter.state)
    if matter.kind is MatterKind.ACT and matter.state == "recorded":
        return f"{label} au centre"
    return label


def step_of(matter: MatterView, state: str) -> str:
    """A state that it took, by its name alone."""
    return label_of(matter.kind, state)


def label_of(kind: MatterKind, state: str) -> str:
    return _labels(kind).get(state, state)


def title_of(matter: MatterView) -> str:
    """An act's or a fiche's own; an appointment's is only what it is about."""
    if matter.kind is not MatterKind.APPOINTMENT:
        return matter.title
    return f"{KINDS[matter.kind]} : {matter.title[:1].lower()}{matter.title[1:]}"


def style_of(matter: MatterView) -> str:
    if matter.pending or matter.state == "to_approve":
        return "$warning"
    return "bold $error" if matter.state in words.UNDONE else "$success"


def matters(view: ContactView | None) -> list[Block]:
    """What followed from this contact: first in the right column, when there is anything."""
    found = view.matters if view is not None else None
    return list(_shown(found)) if found else []


def _shown(found: tuple[MatterView, ...]) -> Iterator[Block]:
    yield said("Suites", "bold $secondary")
    for matter in found:
        yield Block(Content.styled(title_of(matter), "bold"), Content.styled("▪", "$accent"), 2)
        met = matter.due_at if matter.kind is MatterKind.APPOINTMENT else None
        when = f" · {words.moment(met)}" if met else ""
        yield Block(Content.styled(f"{state_of(matter)}{when}", style_of(matter)), indent=2)
    yield Block()


def _labels(kind: MatterKind) -> Mapping[str, str]:
    """Imported when there is one: the first screen seldom shows any."""
    labels: Mapping[str, str] = import_module(f"ccpro_desk.domain.{_HOME[kind]}.detail").STATE_LABELS
    return labels
