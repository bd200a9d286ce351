"""Due dates in French: « votre prochaine CA3 (octobre 2026) est à déposer au plus tard le… »."""

from __future__ import annotations

from datetime import date

from ccpro_desk.answers.french import NBSP, long_date, period_words
from ccpro_desk.domain.obligations import Calendar, Does, Due
from ccpro_desk.domain.usager import Usager

_VERB = {Does.FILE: "à déposer", Does.PAY: "à payer", Does.BOTH: "à déposer et à payer"}
SHOWN = "au jour affiché dans votre espace professionnel"


def next_due(
    calendar: Calendar, usager: Usager, today: date, *, tax: str | None = None, form: str | None = None
) -> str | None:
    """The sentence of what is to be met next, of this tax or form if named; none: nothing is known."""
    found = calendar.next_due(usager, today, tax=tax, form=form)
    return sentence(found) if found else None


def sentence(due: Due) -> str:
    """A clause without its full stop, to stand in an answer."""
    coming = "prochaine" if due.feminine else "prochain"
    said = f"votre {coming} {due.name} ({period_words(due.period)}) est {verb(due)} {when(due)}"
    return f"{said} ({_lowered(due.condition)})" if due.condition else said


def verb(due: Due) -> str:
    return _VERB[due.does]


def when(due: Due) -> str:
    """« au plus tard le 23 novembre 2026 », or the window and where the exact day is to be read."""
    if not due.is_window:
        return f"au plus tard le {long_date(due.last)}"
    return f"entre le {_from(due.first, due.last)} et le {long_date(due.last)}, {SHOWN}"


def _from(first: date, last: date) -> str:
    """The first day without what it shares with the last."""
    whole = long_date(first)
    if first.year != last.year:
        return whole
    return whole.split(NBSP)[0] if first.month == last.month else whole.rpartition(" ")[0]


def _lowered(text: str) -> str:
    return (text[:1].lower() + text[1:]).rstrip(".")
