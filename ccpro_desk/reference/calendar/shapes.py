"""Entries of `data/calendar/` → the domain's rules, regimes, taxpayers and tables."""

from __future__ import annotations

import re
from collections.abc import Collection

from ccpro_desk.domain.obligations.periods import Every
from ccpro_desk.domain.obligations.rules import Creation, Does, Rule, Unknown, When
from ccpro_desk.domain.obligations.situation import RegimeWords
from ccpro_desk.domain.obligations.tables import Row, Who
from ccpro_desk.reference.calendar.due import read_due
from ccpro_desk.reference.fields import Fields

_UNSOURCED = re.compile(r"\bCG\b|non (sourcé|trouvé)", re.IGNORECASE)
_RANGE = re.compile(r"(\w+)-(\w*)")
_NO_END = 10**9


def rule_of(fields: Fields, regimes: Collection[str], tables: Collection[str]) -> Rule:
    rule = Rule(
        id=fields.text("id"),
        tax=fields.text("tax"),
        form=fields.text("form"),
        name=fields.text("name"),
        feminine=fields.flag("feminine"),
        does=fields.choice("does", Does),
        regimes=fields.texts("regimes", needed=True),
        every=fields.choice("every", Every),
        due=read_due(fields, tables),
        source=fields.text("source"),
        article=fields.text("article", ""),
        also=fields.texts("also"),
        parts=fields.numbers("parts"),
        valid_from=fields.day("valid_from"),
        valid_to=fields.day("valid_to"),
        by_exercise=fields.flag("by_exercise"),
        calendar_year=fields.flag("calendar_year"),
        when=_when(fields),
        creation=fields.choice("creation", Creation, Creation.ANY),
        moves=fields.flag("moves", True),
        ceased_days=fields.maybe_number("ceased_days"),
        condition=fields.text("condition", ""),
        note=fields.text("note", ""),
        to_confirm=fields.text("to_confirm", ""),
    )
    fields.end()
    _check(fields, rule, regimes)
    return rule


def _check(fields: Fields, rule: Rule, regimes: Collection[str]) -> None:
    for regime in rule.regimes:
        if regime not in regimes:
            what = f"Aucun [[regime]] n'a le code « {regime} »."
            fields.fault("regimes", what, "Ajoutez-le à regimes.toml, ou corrigez ce code.")
    if rule.valid_from and rule.valid_to and rule.valid_from > rule.valid_to:
        fields.fault("valid_from", "La règle finit avant de commencer.", "Corrigez valid_from ou valid_to.")
    if _UNSOURCED.search(rule.source) and not rule.to_confirm:
        mend = "Dites dans « to_confirm » ce qui reste à valider."
        fields.fault("source", "Une source manque, et rien ne dit que la règle est à valider.", mend)


def _when(fields: Fields) -> When | None:
    inner = fields.inner("when")
    if inner is None:
        return None
    when = When(
        size=inner.text("size"),
        unknown=inner.choice("unknown", Unknown),
        says=inner.text("says"),
        at_least=inner.maybe_number("at_least"),
        below=inner.maybe_number("below"),
        years_back=inner.number("years_back", 0, 5, 1),
    )
    inner.end()
    if when.at_least is None and when.below is None:
        mend = "Ajoutez « at_least » ou « below », en centimes."
        fields.fault("when", "« when » ne dit pas quel montant compte.", mend)
    return when


def regime_of(fields: Fields) -> RegimeWords:
    regime = RegimeWords(
        fields.text("code"), fields.text("tax"), fields.text("regime"), fields.text("words", "")
    )
    fields.end()
    return regime


def who_of(fields: Fields) -> Who:
    who = Who(
        fields.text("id"),
        fields.texts("legal", needed=True),
        fields.texts("counts_as"),
        fields.text("why", ""),
    )
    fields.text("source")
    fields.end()
    if len(who.counts_as) > 1 and not who.why:
        fields.fault("counts_as", "Plusieurs sortes, sans dire pourquoi.", "Ajoutez « why ».")
    return who


def row_of(fields: Fields) -> Row:
    letters, sirens, staff = (_range(fields, key) for key in ("letters", "sirens", "staff"))
    row = Row(
        day=fields.number("day", 1, 31),
        who=fields.texts("who"),
        departments=fields.texts("departments"),
        elsewhere=fields.texts("elsewhere"),
        letters=letters,
        sirens=_numbers(fields, "sirens", sirens, 99),
        staff=_numbers(fields, "staff", staff, _NO_END),
    )
    fields.end()
    return row


def _range(fields: Fields, key: str) -> tuple[str, str] | None:
    if not fields.has(key):
        return None
    found = _RANGE.fullmatch(fields.text(key))
    if found is None:
        fields.fault(key, f"« {key} » n'est pas un intervalle.", "Écrivez « A-H », « 00-68 » ou « 50- ».")
        return None
    return found[1], found[2]


def _numbers(fields: Fields, key: str, bounds: tuple[str, str] | None, most: int) -> tuple[int, int] | None:
    if bounds is None:
        return None
    if not bounds[0].isdigit() or not (bounds[1].isdigit() or not bounds[1]):
        fields.fault(key, f"« {key} » n'est pas un intervalle de nombres.", "Écrivez « 00-68 » ou « 50- ».")
        return None
    return int(bounds[0]), int(bounds[1] or most)
