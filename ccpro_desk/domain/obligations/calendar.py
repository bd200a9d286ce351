"""The tax calendar: the obligations of any dossier in any range of days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from ccpro_desk.domain.obligations.due import Due, Status, in_order
from ccpro_desk.domain.obligations.expected import Expected
from ccpro_desk.domain.obligations.known import joined, plain_form
from ccpro_desk.domain.obligations.open_days import OpenDays
from ccpro_desk.domain.obligations.periods import month_after, month_end
from ccpro_desk.domain.obligations.rules import Rules
from ccpro_desk.domain.obligations.situation import Situation, Sizes, situation_of
from ccpro_desk.domain.usager import Usager

_APART = timedelta(days=62)
"""How far a date of the dossier may lie from the one that the rules give."""
_AHEAD_MONTHS = 14
NO_REGIME = "Le dossier n'indique aucun régime : aucune échéance ne peut être calculée."


@dataclass(frozen=True, slots=True)
class Dues:
    dues: tuple[Due, ...]
    """By date."""
    remarks: tuple[str, ...] = ()
    """What the calendar cannot tell, in French."""


class Calendar:
    def __init__(self, rules: Rules, open_days: Callable[[str], OpenDays]) -> None:
        self.rules = rules
        self._expected = Expected(rules, open_days)

    def of(self, usager: Usager, first: date, last: date, today: date, sizes: Sizes | None = None) -> Dues:
        """The obligations due from `first` to `last`, both included, as they stand on `today`."""
        situation = self.situation(usager, sizes)
        expected = self._expected.between(situation, first - _APART, last + _APART)
        dues = joined(expected, usager.obligations, self.rules.rules, today)
        within = sorted((due for due in dues if first <= due.last <= last), key=in_order)
        return Dues(tuple(within), self._remarks(situation, first, last))

    def situation(self, usager: Usager, sizes: Sizes | None = None) -> Situation:
        return situation_of(usager, self.rules.regimes, sizes)

    def upcoming(self, usager: Usager, today: date, months: int) -> tuple[Due, ...]:
        """What is due from `today` on, to the end of the month that lies `months` ahead."""
        end = month_after(today, months)
        return self.of(usager, today, month_end(end.year, end.month), today).dues

    def next_due(
        self, usager: Usager, today: date, *, tax: str | None = None, form: str | None = None
    ) -> Due | None:
        """The first obligation that is still to be met, of this tax or form if named; none: none is known.

        One that may not be owed (`condition`) comes only where nothing else does.
        """
        asked = [
            due
            for due in self.upcoming(usager, today, _AHEAD_MONTHS)
            if due.status is Status.UPCOMING
            and (tax is None or due.tax == tax)
            and (form is None or plain_form(due.form) == plain_form(form))
        ]
        return min(asked, key=lambda due: (bool(due.condition), in_order(due)), default=None)

    def _remarks(self, situation: Situation, first: date, last: date) -> tuple[str, ...]:
        if not situation.regimes and not situation.unknown:
            return (NO_REGIME,)
        unknown = [
            f"Régime « {regime.label or regime.regime} » ({regime.tax}) : inconnu du calendrier, "
            "ses échéances ne sont pas calculées."
            for regime in situation.unknown
        ]
        untold = self._expected.cannot_tell(situation, first, last)
        return tuple(dict.fromkeys((*unknown, *untold)))
