"""What an agent types to find a contact, in one field: a SIREN, a reference, a day, a state, words.

Pure. What is understood is told back (`Sought.told`), so that nobody has to learn a language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from ccpro_desk.desk.numbers import is_siren, siren_in
from ccpro_desk.domain.hours import PARIS
from ccpro_desk.domain.motifs import Motifs, fold
from ccpro_desk.domain.values import Channel, State

STATES = {
    "clos": State.CLOSED,
    "close": State.CLOSED,
    "attente": State.WAITING,
    "cours": State.ACTIVE,
    "cote": State.PARKED,
    "transmis": State.REFERRED,
}
"""Words of an agent, folded."""
CHANNELS = {
    "courriel": Channel.MAIL,
    "mail": Channel.MAIL,
    "appel": Channel.PHONE,
    "tchat": Channel.CHAT,
    "rappel": Channel.CALLBACK,
}
_DATE = re.compile(r"(\d{1,2})[/.](\d{1,2})(?:[/.]((?:19|20)?\d{2}))?")
_MESSAGE_ID = re.compile(r"<[^<>]+@[^<>]+>")
_REFERENCE = re.compile(r"(?=.*\d)[0-9a-f]{8}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""What a contact is called by, as `reference` tells it, or its whole id."""
_SHORTEST_REFERENCE = 4
_FILLERS = frozenset({"en", "de", "mis", "le", "du", "au", "a"})


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for; what is none says nothing."""

    words: str = ""
    siren: str | None = None
    reference: str | None = None
    state: State | None = None
    channel: Channel | None = None
    motif: str | None = None
    day: date | None = None
    """When it came in."""
    since: bool = False
    """From `day` on, rather than on that day."""

    @property
    def span(self) -> tuple[datetime, datetime | None] | None:
        """From when, and until when it came in."""
        if self.day is None:
            return None
        start = datetime(self.day.year, self.day.month, self.day.day, tzinfo=PARIS)
        return start.astimezone(UTC), None if self.since else (start + timedelta(days=1)).astimezone(UTC)

    def params(self) -> dict[str, str]:
        """As they go into the address of the search."""
        since, until = self.span or (None, None)
        given = {
            "q": self.words,
            "siren": self.siren,
            "reference": self.reference,
            "state": self.state,
            "channel": self.channel,
            "motif": self.motif,
            "since": since.isoformat() if since else None,
            "until": until.isoformat() if until else None,
        }
        return {name: str(value) for name, value in given.items() if value}


def reference(contact_id: UUID) -> str:
    """What a contact is called by among colleagues: the end of its id."""
    return str(contact_id)[-8:]


def understood(typed: str, today: date, motifs: Motifs | None = None) -> Sought:
    """What was meant by what is typed."""
    whole = typed.strip()
    number = siren_in(whole)
    if number is not None and is_siren(number):
        return Sought(siren=number)
    sought, words = Sought(), list[str]()
    for word in _tokens(whole):
        taken = _taken(sought, word, today, motifs)
        if taken is None:
            words.append(word)
        else:
            sought = taken
    if sought != Sought():
        words = [word for word in words if fold(word) not in _FILLERS]
    return replace(sought, words=" ".join(words))


def _tokens(typed: str) -> Iterator[str]:
    """Words; a SIREN written in threes is one."""
    together = re.sub(r"(?<!\d)(\d{3})[ \u00a0\u202f](\d{3})[ \u00a0\u202f](\d{3})(?!\d)", r"\1\2\3", typed)
    yield from together.split()


def _taken(sought: Sought, word: str, today: date, motifs: Motifs | None) -> Sought | None:
    """`sought` with what this word says; none: it is a word to look for."""
    close = fold(word)
    if is_siren(word):
        return replace(sought, siren=word)
    if _MESSAGE_ID.fullmatch(word) or _REFERENCE.fullmatch(word.lower()):
        return replace(sought, reference=word)
    if close in STATES:
        return replace(sought, state=STATES[close])
    if close in CHANNELS:
        return replace(sought, channel=CHANNELS[close])
    if close == "depuis":
        return replace(sought, since=True)
    day = _day(close, word, today)
    if day is not None:
        return replace(sought, day=day)
    label, _, value = word.partition(":")
    if fold(label) == "motif" and value:
        return replace(sought, motif=motif_named(value, motifs) or value.lower())
    if fold(label) == "ref" and len(value) >= _SHORTEST_REFERENCE:
        return replace(sought, reference=value)
    return None


def _day(close: str, word: str, today: date) -> date | None:
    if close in ("aujourd hui", "aujourdhui"):
        return today
    if close == "hier":
        return today - timedelta(days=1)
    found = _DATE.fullmatch(word)
    if found is None:
        return None
    day, month, year = int(found[1]), int(found[2]), found[3]
    try:
        if year is not None:
            return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
        this = date(today.year, month, day)
        return this if this <= today else this.replace(year=today.year - 1)
    except ValueError:
        return None


def motif_named(typed: str, motifs: Motifs | None) -> str | None:
    """The code of the family or motif that is meant: by its id, else by the words of its label."""
    if motifs is None or not fold(typed):
        return None
    sought = fold(typed).split()
    for family in motifs.families:
        if fold(family.id) == fold(typed) or all(word in fold(family.label) for word in sought):
            return family.id
    fits = (m.code for m in motifs.items if m.code == typed or all(w in fold(m.label) for w in sought))
    return next(fits, None)
