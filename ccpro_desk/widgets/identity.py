"""The verification of an identity as entries of a list, and in a sentence how far it leads."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from textual.content import Content

from ccpro_desk.domain.identification import WAYS_OUT, Check, Checks, Kind, Quality
from ccpro_desk.widgets import words
from ccpro_desk.widgets.line_list import Entry
from ccpro_desk.widgets.pane import Block

if TYPE_CHECKING:
    from ccpro_desk.wire.contact_view import ContactView

LEVELS = ("renseignements généraux", "dossier", "actes")
QUALITIES: Mapping[Quality, tuple[str, str, str]] = MappingProxyType(
    {
        Quality.DIRECTOR: ("d", "Dirigeant", "ou l'entrepreneur lui-même"),
        Quality.ACCOUNTANT: ("e", "Expert-comptable", "connu par son mandat au dossier"),
        Quality.PROXY: ("m", "Mandataire", "salarié, avocat, proche : connu par son mandat au dossier"),
        Quality.THIRD_PARTY: ("t", "Tiers", "renseignements généraux, quoi qu'il sache du dossier"),
    }
)
"""Each with its letter, its name and what it means here."""
_COUNTS = {
    Kind.PUBLIC: "public : ne compte pas",
    Kind.PRIVATE: "compte",
    Kind.CALLBACK: "compte",
    Kind.MANDATE: "pour un représentant",
}


def quality_entry(quality: Quality) -> Entry:
    letter, name, meaning = QUALITIES[quality]
    label = _letter(letter) + Content.styled(name, "bold") + Content.styled(f"  {meaning}", "$quiet")
    return Entry(quality.value, (Block(label),))


def check_entry(check: Check, ticked: bool) -> Entry:
    box = Content.styled("[×] ", "bold $accent") if ticked else Content.styled("[ ] ", "$quiet")
    named = Content.styled(check.label, "bold") + Content.styled(f"  {_COUNTS[check.kind]}", "$quiet")
    hint = Block(Content.styled(f"« {check.hint} »", "$quiet"), indent=6)
    return Entry(check.code, (Block(box + _letter(check.key) + named), hint))


def ahead(
    checks: Checks, view: ContactView, quality: Quality | None, asked: tuple[str, ...], level: int
) -> str:
    """How far what was asked leads if all of it is conclusive, and what would lead further."""
    if words.ordinary_mail(view):
        return f"Si tout est concluant : accès « {LEVELS[0]} »."
    if quality is Quality.THIRD_PARTY:
        return f"Tiers : {LEVELS[0]}. Proposez l'une de ces {WAYS_OUT}."
    passed = frozenset((*view.identification.checks, *asked))
    if quality is not None and quality.needs_mandate and not checks.count(passed, Kind.MANDATE):
        return "Vérifiez d'abord le mandat : sans lui, renseignements généraux."
    reached = f"Si tout est concluant : accès « {LEVELS[level]} »." if asked else ""
    return f"{reached} {_further(level, checks.count(passed, Kind.PRIVATE))}".strip()


def _further(level: int, private: int) -> str:
    if level == 2:
        return ""
    if level == 1:
        return "Encore un élément qui compte, ou le rappel, ouvre les actes."
    return "Deux éléments qui comptent ouvrent le dossier." if not private else "Encore un ouvre le dossier."


def _letter(letter: str) -> Content:
    return Content.styled(f"{letter.upper() or ' '}  ", "bold $accent")
