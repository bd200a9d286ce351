"""A rule of the calendar as `data/calendar/` writes it: who owes what for which period, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ccpro_desk.domain.obligations.due_days import DueDay
from ccpro_desk.domain.obligations.periods import Every
from ccpro_desk.domain.obligations.situation import RegimeWords
from ccpro_desk.domain.obligations.tables import Table, Who


class Does(StrEnum):
    """What is to be done on the day."""

    FILE = "file"
    PAY = "pay"
    BOTH = "both"


class Unknown(StrEnum):
    """What becomes of a rule whose size the dossier does not tell."""

    LIST = "list"
    """The due date is listed, with the condition under which it counts."""
    ASSUME = "assume"
    """It is listed as due, saying what was assumed."""
    TELL = "tell"
    """Nothing is listed: the calendar says that it cannot tell."""
    SKIP = "skip"
    """Nothing: another rule holds."""


class Creation(StrEnum):
    """What the day on which the business was created does to a rule."""

    ANY = "any"
    ONLY = "only"
    """It holds for the period of the creation alone."""
    AFTER = "after"
    """It holds from the first period after the one of the creation."""


@dataclass(frozen=True, slots=True)
class When:
    """A size of an earlier year that decides whether the rule holds."""

    size: str
    """Tax of `Sizes`."""
    unknown: Unknown
    says: str
    """The condition in French, for when the size is not known."""
    at_least: int | None = None
    below: int | None = None
    years_back: int = 1

    def holds(self, value: int) -> bool:
        return (self.at_least is None or value >= self.at_least) and (
            self.below is None or value < self.below
        )


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    tax: str
    form: str
    """As it stands in the dossier's obligations: with tax and period it names one of them."""
    name: str
    """What usagers call it: « CA3 », « acompte d'impôt sur les sociétés »."""
    feminine: bool
    does: Does
    regimes: tuple[str, ...]
    every: Every
    due: DueDay
    source: str
    article: str = ""
    also: tuple[str, ...] = ()
    """Other forms under which a dossier may hold the same obligation."""
    parts: tuple[int, ...] = ()
    """The months, quarters or instalments that it holds for; empty: all."""
    valid_from: date | None = None
    valid_to: date | None = None
    by_exercise: bool = False
    """Validity is read on the exercise that the period stands in: on when that began."""
    calendar_year: bool = False
    """Its exercise is the calendar year whenever the usager's closes."""
    when: When | None = None
    creation: Creation = Creation.ANY
    moves: bool = True
    """A due date on a day that is not *ouvré* goes to the next one that is."""
    ceased_days: int | None = None
    """A business that ends files this many days after, if that is sooner."""
    condition: str = ""
    """Under which condition it is owed at all, when no dossier tells."""
    note: str = ""
    to_confirm: str = ""
    """« À valider » : what no source that was read settles; empty: nothing."""

    def valid_for(self, start: date) -> bool:
        return (self.valid_from is None or self.valid_from <= start) and (
            self.valid_to is None or start <= self.valid_to
        )


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything under `data/calendar/`."""

    rules: tuple[Rule, ...]
    regimes: tuple[RegimeWords, ...]
    who: tuple[Who, ...]
    tables: Mapping[str, Table]
