"""What the rules expect, put together with what the dossier lists: each obligation once, with its state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from ccpro_desk.domain.obligations.due import Due, Status
from ccpro_desk.domain.obligations.rules import Does, Rule
from ccpro_desk.domain.usager import Obligation, standing

Name = tuple[str, str, str]
"""Tax, form, period: what an obligation is told by."""


def plain_form(form: str) -> str:
    """A form as it is compared: « 3310-CA3-SD » and « 3310-CA3 » are one."""
    return form.strip().upper().removesuffix("-SD")


def joined(
    expected: Iterable[Due], listed: Iterable[Obligation], rules: Iterable[Rule], today: date
) -> Iterator[Due]:
    """Every obligation, those of the dossier with its dates and what was done about them.

    Not what may not have been owed and is over: nothing can be said of it any more.
    """
    also = {(rule.tax, plain_form(form)): plain_form(rule.form) for rule in rules for form in rule.also}
    known: dict[Name, Obligation] = {}
    for one in listed:
        form = plain_form(one.form)
        name = (one.tax, also.get((one.tax, form), form), one.period)
        known[name] = _better(known[name], one) if name in known else one
    for due in expected:
        found = known.pop((due.tax, plain_form(due.form), due.period), None)
        if found:
            yield _as_listed(due, found, today)
        elif due.last >= today:
            yield due
        elif not due.condition:
            yield replace(due, status=Status.UNRECORDED)
    for one in known.values():
        yield _as_listed(_alone(one), one, today)


def _better(one: Obligation, other: Obligation) -> Obligation:
    """The one of two of the same name about which more was done, then the one due first."""
    return min(one, other, key=lambda o: (o.paid_on is None, o.filed_on is None, o.due_on))


def _alone(one: Obligation) -> Due:
    """What no rule expects: the dossier knows better."""
    if one.form.lower().startswith(("avis", "acompte")):
        does = Does.PAY
    else:
        does = Does.FILE if one.amount_cents is None else Does.BOTH
    return Due("", one.tax, one.form, one.form, False, does, one.period, one.due_on, one.due_on)


def _as_listed(due: Due, one: Obligation, today: date) -> Due:
    return replace(
        due,
        first=one.due_on,
        last=one.due_on,
        moved_from=due.moved_from if one.due_on == due.last else None,
        condition="",
        doubts=(),
        to_confirm="",
        known=True,
        filed_on=one.filed_on,
        paid_on=one.paid_on,
        amount_cents=one.amount_cents,
        status=_status(one, today),
    )


def _status(one: Obligation, today: date) -> Status:
    match standing(one, today):
        case "done":
            return Status.PAID if one.paid_on else Status.FILED
        case "part":
            return Status.PART
        case "filed":
            return Status.FILED
        case "late":
            return Status.LATE
        case _:
            return Status.UPCOMING
