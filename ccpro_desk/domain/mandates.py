"""A representative's mandate, held against the usager's file: found, or why it does not count."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ccpro_desk.domain.identification import Setback
from ccpro_desk.domain.motifs import fold
from ccpro_desk.domain.usager import Representative, in_force

_EVERYTHING = ("tout", "tous", "toute", "toutes", "general", "generale")
"""Words of a scope that leaves nothing out."""
NONE = Setback("mandate_none", "Aucun mandat de ce représentant au dossier : tiers sans mandat.")


def mandate_of(
    representatives: Iterable[Representative], who: str | None, taxes: Iterable[str], day: date
) -> Representative | Setback:
    """The mandate that covers one of these taxes on that day.

    `who`: a name or a firm's SIREN; none: any of the file's. Without taxes any scope will do.
    """
    theirs = [each for each in representatives if who is None or _is(each, who)]
    in_time = [each for each in theirs if in_force(each, day)]
    if not in_time:
        return _out_of_time(theirs, day)
    wanted = tuple(taxes)
    found = next((each for each in in_time if covers(each.scope, wanted)), None)
    if found is not None:
        return found
    named = ", ".join(wanted)
    return Setback("mandate_scope", f"Le mandat ne porte pas sur ce sujet ({named}).")


def covers(scope: str, taxes: tuple[str, ...]) -> bool:
    """Whether a scope, as the file words it, takes in one of the taxes; an empty scope is not limited."""
    words = fold(scope).split()
    if not words or not taxes or any(word in _EVERYTHING for word in words):
        return True
    return any(fold(tax) in words for tax in taxes)


def _out_of_time(theirs: list[Representative], day: date) -> Setback:
    over = [each.until for each in theirs if each.until is not None and each.until < day]
    if over:
        return Setback("mandate_expired", f"Mandat expiré le {max(over):%d/%m/%Y} : tiers sans mandat.")
    begins = [each.since for each in theirs if each.since is not None and each.since > day]
    if begins:
        return Setback("mandate_not_yet", f"Mandat valable à partir du {min(begins):%d/%m/%Y} seulement.")
    return NONE


def _is(representative: Representative, who: str) -> bool:
    """By the firm's SIREN, or by the words of its name: all that were said, and two at least."""
    digits = "".join(who.split())
    if digits.isdigit():
        return representative.siren == digits
    said, name = set(fold(who).split()), set(fold(representative.name).split())
    return bool(said) and said <= name and len(said) >= min(2, len(name))
