"""The public registry beside the file as entries of a list: what differs first, then what is the same."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from textual.content import Content

from ccpro_desk.domain.text import clean
from ccpro_desk.widgets import words
from ccpro_desk.widgets.dossier import day_of
from ccpro_desk.widgets.line_list import Entry
from ccpro_desk.widgets.pane import Block, said

if TYPE_CHECKING:
    from ccpro_desk.wire.registry import ComparedView, RegistryView

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "name": "Dénomination",
        "acronym": "Sigle",
        "usual_name": "Nom d'usage",
        "state": "État",
        "ceased_on": "Date de cessation",
        "legal": "Catégorie juridique",
        "naf": "NAF rév. 2",
        "naf25": "NAF 2025",
        "siret": "SIRET du siège",
        "vat": "N° de TVA",
        "address": "Adresse du siège",
        "city": "Commune",
        "directors": "Dirigeants",
        "staff": "Tranche d'effectif",
        "created_on": "Date de création",
        "diffusion": "Diffusion",
    }
)
_STATES = {"A": "active", "C": "cessée"}
_DATES = ("ceased_on", "created_on")
_SIDE = 11
NOTHING = (
    "Le registre public ne publie rien sous ce SIREN : entreprise non diffusible, ou inconnue de lui. "
    "Cela ne prouve rien contre le dossier."
)


def entries(view: RegistryView) -> list[Entry]:
    """One an entry that differs; the rest in two lines."""
    if not view.found:
        return [Entry("nothing", (said(NOTHING, "$warning"),))]
    different = [each for each in view.fields if each.differs]
    shown = [_differing(each) for each in different] or [
        Entry("same", (said("✓ Rien ne diffère de ce que le registre publie.", "$success"),), gap=1)
    ]
    return [*shown, *_quiet(view)]


def _differing(row: ComparedView) -> Entry:
    label = Block(Content.styled(f"! {_label(row)}", "bold $warning"))
    return Entry(
        row.field,
        (label, _side("Dossier", _value(row, row.ours)), _side("Registre", _value(row, row.theirs))),
    )


def _side(whose: str, value: str) -> Block:
    return Block(Content.styled(f"{whose:<{_SIDE}}", "$quiet") + Content(value), indent=2)


def _quiet(view: RegistryView) -> list[Entry]:
    same = [_label(row) for row in view.fields if not row.differs and row.theirs is not None]
    unsaid = [_label(row) for row in view.fields if row.theirs is None]
    lines = (("Identique", same), ("Le registre n'en dit rien", unsaid))
    blocks = tuple(said(f"{title} : {', '.join(labels)}.", "$quiet") for title, labels in lines if labels)
    return [Entry("rest", blocks)] if blocks else []


def _label(row: ComparedView) -> str:
    return LABELS.get(row.field, row.field)


def _value(row: ComparedView, value: str | None) -> str:
    if value is None:
        return "non indiqué"
    if row.field == "state":
        return _STATES.get(value, value)
    if row.field in _DATES:
        return day_of(value)
    return words.siret(value) if row.field == "siret" else clean(value, keep_newlines=False)
