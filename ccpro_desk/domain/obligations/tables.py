"""Days that depend on who the taxpayer is: a row holds unless something known of them speaks against it.

So what a dossier lacks, and what the sources disagree on, leave several days standing: together, a window.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from ccpro_desk.domain.obligations.situation import Situation


@dataclass(frozen=True, slots=True)
class Who:
    """A kind of taxpayer, by the beginning of its legal category."""

    id: str
    legal: tuple[str, ...]
    counts_as: tuple[str, ...] = ()
    """The kinds that it may count as; empty: itself. Several: sources disagree, or the code does not say."""
    why: str = ""
    """Why several, in French."""


@dataclass(frozen=True, slots=True)
class Row:
    day: int
    who: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    """Departments in which it does not hold."""
    letters: tuple[str, str] | None = None
    sirens: tuple[int, int] | None = None
    """First two digits, from and to."""
    staff: tuple[int, int] | None = None
    """People, from and to (not included)."""


class Key(NamedTuple):
    """What rows look at: equal keys have equal days."""

    department: str
    who: tuple[str, ...]
    letter: str
    siren: int | None
    staff: int | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    id: str
    rows: tuple[Row, ...]
    unknown: str = ""
    """Said when several days stand because the dossier does not tell enough."""
    _days: dict[Key, tuple[int, ...]] = field(default_factory=dict, compare=False, repr=False)

    def days(self, key: Key) -> tuple[int, ...]:
        """The days that may be right, in order. Never empty: without a row for it, every day may be."""
        if key not in self._days:
            found = {row.day for row in self.rows if _may_hold(row, key)}
            self._days[key] = tuple(sorted(found or {row.day for row in self.rows}))
        return self._days[key]


def key_of(situation: Situation, kinds: tuple[Who, ...]) -> Key:
    legal = situation.legal
    kind = next((kind for kind in kinds if legal and legal.startswith(kind.legal)), None)
    who = (kind.counts_as or (kind.id,)) if kind else ()
    siren = int(situation.siren[:2]) if situation.siren[:2].isdigit() else None
    why = kind.why if kind else ""
    return Key(situation.department, who, situation.letter, siren, situation.staff, why)


def _may_hold(row: Row, key: Key) -> bool:
    return (
        (not row.who or not key.who or not set(row.who).isdisjoint(key.who))
        and (not row.departments or not key.department or key.department in row.departments)
        and key.department not in row.elsewhere
        and _within(row.letters, key.letter or None)
        and _within(row.sirens, key.siren)
        and (row.staff is None or key.staff is None or row.staff[0] <= key.staff < row.staff[1])
    )


def _within(bounds: tuple[str, str] | tuple[int, int] | None, value: str | int | None) -> bool:
    if bounds is None or value is None:
        return True
    return bool(bounds[0] <= value <= bounds[1])  # type: ignore[operator]
