"""Whether an agent always has something to give: each motif answered, on each channel, every day to come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ccpro_desk.answers.library import Library
from ccpro_desk.answers.model import Answer, Channel, Status
from ccpro_desk.domain.motifs import OTHER, Motif, Motifs
from ccpro_desk.reference.faults import Fault

FILE = "motifs.toml"
"""Where a fault is told: what is missing stands in no answer's file."""
_SPOKEN = {Channel.MAIL: "mail", Channel.PHONE: "téléphone (phone)", Channel.CHAT: "tchat (chat)"}


def coverage_faults(library: Library, motifs: Motifs, today: date) -> Iterator[Fault]:
    """Each motif without an answer, or without one of its channels, and the first day it lacks it."""
    days = [today, *changes(library, today)]
    for motif in motifs.items:
        if motif.code == OTHER:
            continue
        about = [a for a in library.answers.values() if motif.code in a.motifs and a.status != Status.DRAFT]
        day, missing = next(((day, m) for day in days if (m := _missing(about, day))), (today, []))
        if missing:
            yield _fault(motif, missing, day if day > today else None)


def changes(library: Library, today: date) -> list[date]:
    """The days after `today` on which some answer has just ended."""
    ends = {answer.valid_to + timedelta(days=1) for answer in library.answers.values() if answer.valid_to}
    return sorted(day for day in ends if day > today)


def _missing(about: list[Answer], day: date) -> list[Channel]:
    given = {channel for answer in about if answer.valid_on(day) for channel in answer.channels}
    return [channel for channel in Channel if channel not in given]


def _fault(motif: Motif, missing: list[Channel], since: date | None) -> Fault:
    when = f" à partir du {since:%d/%m/%Y}" if since else ""
    lacks = (
        "fiche" if len(missing) == len(Channel) else f"texte pour {', '.join(_SPOKEN[c] for c in missing)}"
    )
    what = f"Le motif « {motif.code} » ({motif.label}) n'a pas de {lacks}{when}."
    mend = f"Écrivez une fiche dont « motifs » contient {motif.code}, avec ces canaux et ces dates."
    return Fault(FILE, 1, what, mend)
