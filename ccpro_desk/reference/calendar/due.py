"""The `due` of a rule: which of its forms, and its values."""

from __future__ import annotations

from collections.abc import Collection

from ccpro_desk.domain.obligations.due_days import (
    ByTable,
    DueDay,
    MonthDay,
    OnDay,
    Ouvrable,
    OuvreAfter,
    Quarterly,
)
from ccpro_desk.reference.fields import Fields

_FORMS = (
    "{ months, day }, { months, from, to }, { months, table }, { months, ouvrable }, "
    "{ after, ouvre, or_months }, { on } ou { instalments, first }"
)
_NOWHERE = OnDay((1, 1))


def read_due(rule: Fields, tables: Collection[str]) -> DueDay:
    """The rule's due day; a wrong one is told and reads as 1 January."""
    fields = rule.inner("due")
    if fields is None:
        rule.fault("due", "Il manque « due ».", f"Écrivez due = une de ces formes : {_FORMS}.")
        return _NOWHERE
    due = _form_of(fields, tables)
    if due is None:
        rule.fault("due", "« due » n'a aucune des formes connues.", f"Écrivez {_FORMS}.")
        return _NOWHERE
    fields.end()
    return due


def _form_of(fields: Fields, tables: Collection[str]) -> DueDay | None:
    if fields.has("instalments"):
        return _quarterly(fields)
    if fields.has("on"):
        return OnDay(fields.month_day("on"), fields.number("years", default=0))
    if fields.has("after"):
        nth, months = fields.number("ouvre", 1, 31), fields.number("or_months", 1, 24)
        return OuvreAfter(fields.month_day("after"), nth, months, fields.number("plus_days", default=0))
    return _of_month(fields, tables) if fields.has("months") else None


def _of_month(fields: Fields, tables: Collection[str]) -> DueDay | None:
    months = fields.number("months", 0, 24)
    if fields.has("table"):
        table = fields.text("table")
        if table not in tables:
            fields.fault("table", f"La table « {table} » n'existe pas.", "Nommez une [[table]] du dossier.")
        return ByTable(months, table)
    if fields.has("ouvrable"):
        return Ouvrable(months, fields.number("ouvrable", 1, 31))
    if fields.has("day"):
        day = fields.number("day", 1, 31)
        return MonthDay(months, day, day, fields.month_day("december") if fields.has("december") else None)
    if fields.has("from"):
        first, last = fields.number("from", 1, 31), fields.number("to", 1, 31)
        if first > last:
            fields.fault("from", "« from » vient après « to ».", "Inversez les deux jours.")
        return MonthDay(months, first, last)
    return None


def _quarterly(fields: Fields) -> DueDay:
    days = tuple(fields.as_month_day("instalments", one) for one in fields.texts("instalments"))
    starts = tuple(
        sorted(
            (fields.as_month_day("first", closing), fields.as_month_day("first", str(day)))
            for closing, day in fields.mapping("first").items()
        )
    )
    if len(days) != 4 or not starts or not {day for _, day in starts} <= set(days):
        mend = "Quatre jours dans « instalments », et dans « first » « \"MM-JJ\" de clôture = l'un d'eux »."
        fields.fault("instalments", "Les acomptes sont mal décrits.", mend)
        return _NOWHERE
    return Quarterly(days, starts)
