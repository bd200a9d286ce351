"""What the rules expect of a usager between two days, whatever the dossier lists.

The days of a rule's periods are the same for many usagers: they are worked out once and kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from ccpro_desk.domain.obligations.due import Due
from ccpro_desk.domain.obligations.due_days import ByTable, days_of
from ccpro_desk.domain.obligations.open_days import OpenDays
from ccpro_desk.domain.obligations.periods import DECEMBER, Closing, Every, Period, exercise_of, periods
from ccpro_desk.domain.obligations.rules import Creation, Rule, Rules, Unknown, When
from ccpro_desk.domain.obligations.situation import Held, Situation
from ccpro_desk.domain.obligations.tables import key_of

WINDOW = "Jour exact à lire dans l'espace professionnel : le texte qui le fixe n'est pas disponible ici."
_CLOSED_BY = "Clôture supposée au 31/12 : le dossier ne la donne pas."
_KEPT = 50_000
"""Slots' lists kept before they are forgotten: whoever serves for months sees many ranges."""
_ENDED = timedelta(days=800)
"""How long after a cessation its last obligations would have been due."""


class Slot(NamedTuple):
    """A period of a rule with its days, moved where they are."""

    period: Period
    first: date
    last: date
    moved_from: date | None
    legal: date | None


class _Asked(NamedTuple):
    """What slots depend on."""

    rule: str
    open_days: OpenDays
    closing: Closing
    days: tuple[int, ...]
    """What the rule's table leaves standing."""
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Expected:
    rules: Rules
    open_days: Callable[[str], OpenDays]
    """The working days of a department."""
    _of_regime: dict[str, tuple[Rule, ...]] = field(default_factory=dict, repr=False)
    _slots: dict[_Asked, tuple[Slot, ...]] = field(default_factory=dict, repr=False)

    def between(self, situation: Situation, first: date, last: date) -> Iterator[Due]:
        """Each once; `last` of each stands within the range."""
        seen = set()
        days = self.open_days(situation.department)
        for held in situation.regimes:
            for rule in self._rules_of(held.code):
                for due in self._of(rule, held, situation, days, first, last):
                    key = (due.form, due.period)
                    if key not in seen and first <= due.last <= last:
                        seen.add(key)
                        yield due

    def cannot_tell(self, situation: Situation, first: date, last: date) -> Iterator[str]:
        """The sentences of rules that hang on a size which nobody told."""
        days = self.open_days(situation.department)
        for held in situation.regimes:
            for rule in self._rules_of(held.code):
                when = rule.when
                if when is None or when.unknown is not Unknown.TELL:
                    continue
                slots = self._slots_of(rule, self._asked(rule, situation, days, first, last))
                if any(_size(when, slot, situation) is None for slot in slots):
                    yield when.says

    def _rules_of(self, regime: str) -> tuple[Rule, ...]:
        if regime not in self._of_regime:
            self._of_regime[regime] = tuple(rule for rule in self.rules.rules if regime in rule.regimes)
        return self._of_regime[regime]

    def _of(
        self, rule: Rule, held: Held, situation: Situation, days: OpenDays, first: date, last: date
    ) -> Iterator[Due]:
        asked = self._asked(rule, situation, days, first, last)
        for slot in self._slots_of(rule, asked):
            if not _concerns(rule, slot, held, situation):
                continue
            decided = _by_size(rule, slot, situation)
            if decided is not None:
                yield _due(
                    rule,
                    _sooner(rule, slot, held, situation, days),
                    decided,
                    self._doubts(rule, slot, situation),
                )

    def _asked(self, rule: Rule, situation: Situation, days: OpenDays, first: date, last: date) -> _Asked:
        closing = situation.closing if rule.by_exercise or _by_closing(rule) else DECEMBER
        until = last + _ENDED if situation.ceased else last
        return _Asked(rule.id, days, closing, self._table_days(rule, situation), first, until)

    def _table_days(self, rule: Rule, situation: Situation) -> tuple[int, ...]:
        if not isinstance(rule.due, ByTable):
            return ()
        return self.rules.tables[rule.due.table].days(key_of(situation, self.rules.who))

    def _doubts(self, rule: Rule, slot: Slot, situation: Situation) -> Iterator[str]:
        if slot.first != slot.last:
            yield WINDOW
            if isinstance(rule.due, ByTable):
                why = key_of(situation, self.rules.who).why or self.rules.tables[rule.due.table].unknown
                yield from filter(None, (why,))
        if _by_closing(rule) and not situation.closing_said:
            yield _CLOSED_BY

    def _slots_of(self, rule: Rule, asked: _Asked) -> tuple[Slot, ...]:
        if asked not in self._slots:
            if len(self._slots) > _KEPT:
                self._slots.clear()
            self._slots[asked] = tuple(_worked_out(rule, asked))
        return self._slots[asked]


def _by_closing(rule: Rule) -> bool:
    return rule.every in (Every.EXERCISE, Every.INSTALMENT) and not rule.calendar_year


def _worked_out(rule: Rule, asked: _Asked) -> Iterator[Slot]:
    for year in range(asked.first.year - 2, asked.last.year + 2):
        for period in periods(rule.every, year, asked.closing):
            if rule.parts and period.part not in rule.parts:
                continue
            begins = exercise_of(period.start, asked.closing).start if rule.by_exercise else period.start
            if rule.valid_for(begins):
                slot = _slot(rule, period, asked)
                if asked.first <= slot.last <= asked.last:
                    yield slot


def _slot(rule: Rule, period: Period, asked: _Asked) -> Slot:
    days = days_of(rule.due, period, asked.open_days, asked.days)
    if not rule.moves:
        return Slot(period, days.first, days.last, None, days.legal)
    first, last = asked.open_days.moved(days.first), asked.open_days.moved(days.last)
    return Slot(period, first, last, days.last if last != days.last else None, days.legal)


def _concerns(rule: Rule, slot: Slot, held: Held, situation: Situation) -> bool:
    period, created = slot.period, situation.created_on
    if (held.since and period.end < held.since) or (held.until and period.start > held.until):
        return False
    if situation.ceased and held.until and rule.every is Every.INSTALMENT and slot.last > held.until:
        return False
    if rule.creation is Creation.ONLY:
        return created is not None and period.start <= created <= period.end
    if created is None:
        return True
    return period.start > created if rule.creation is Creation.AFTER else period.end >= created


class _Decided(NamedTuple):
    condition: str
    assumed: str


def _by_size(rule: Rule, slot: Slot, situation: Situation) -> _Decided | None:
    """Whether the rule holds for this size; none: it does not, or nobody can tell."""
    when = rule.when
    if when is None:
        return _Decided(rule.condition, "")
    value = _size(when, slot, situation)
    if value is not None:
        return _Decided(rule.condition, "") if when.holds(value) else None
    match when.unknown:
        case Unknown.LIST:
            return _Decided(when.says, "")
        case Unknown.ASSUME:
            return _Decided(rule.condition, when.says)
        case _:
            return None


def _size(when: When, slot: Slot, situation: Situation) -> int | None:
    return situation.sizes.get((when.size, slot.period.end.year - when.years_back))


def _sooner(rule: Rule, slot: Slot, held: Held, situation: Situation, days: OpenDays) -> Slot:
    """A business that ended files its last return some days after, when that is before the usual day."""
    ended = held.until
    if rule.ceased_days is None or not situation.ceased or ended is None:
        return slot
    if not slot.period.start <= ended <= slot.period.end:
        return slot
    plain = ended + timedelta(days=rule.ceased_days)
    day = days.moved(plain)
    return slot if day >= slot.last else Slot(slot.period, day, day, plain if day != plain else None, None)


def _due(rule: Rule, slot: Slot, decided: _Decided, doubts: Iterator[str]) -> Due:
    assumed = (decided.assumed,) if decided.assumed else ()
    return Due(
        rule=rule.id,
        tax=rule.tax,
        form=rule.form,
        name=rule.name,
        feminine=rule.feminine,
        does=rule.does,
        period=slot.period.code,
        first=slot.first,
        last=slot.last,
        moved_from=slot.moved_from,
        legal=slot.legal,
        condition=decided.condition,
        notes=(rule.note,) if rule.note else (),
        doubts=(*assumed, *doubts),
        source=rule.source,
        article=rule.article,
        to_confirm=rule.to_confirm,
    )
