"""A file in the few lines of the workspace's column: what to beware of, each tax, what is owed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ccpro_desk.answers.french import count, money, period_words
from ccpro_desk.domain.tax_states import Next, Standing, TaxState, tax_states
from ccpro_desk.domain.usager import in_force
from ccpro_desk.widgets import words
from ccpro_desk.widgets.file.lines import LATE, LEAD, day, on_line
from ccpro_desk.widgets.pane import Block, field, said

if TYPE_CHECKING:
    from ccpro_desk.widgets.file.parts import File

_STANDINGS = {
    Standing.LATE: "! en retard",
    Standing.PART: "payé en partie",
    Standing.FILED: "déposé, non payé",
    Standing.CLEAR: "rien en retard",
    Standing.UNKNOWN: "aucune obligation au dossier",
}


def summary(file: File) -> Iterator[Block]:
    """What the level opens; nothing of a part that is masked."""
    yield from _beware(file)
    if "obligations" not in file.known.masked:
        yield said("Impôts", "bold $secondary")
        dues = file.dues.dues if file.dues else None
        states = tax_states(file.usager, file.today, dues)
        for state in states:
            yield from _tax(state)
        if not states:
            yield said(" aucun régime au dossier", "$quiet")
    if "claims" not in file.known.masked:
        yield from _owed(file)
    if "contacts" not in file.known.masked:
        yield from _reached(file)


def _reached(file: File) -> Iterator[Block]:
    yield said("Coordonnées", "bold $secondary")
    for point in file.usager.contacts:
        phone = point.kind == "phone"
        value = words.phone(point.value) if phone else point.value
        yield field(" Tél." if phone else " Mél", on_line(f"{value} {point.person}"), width=LEAD)
    if not file.usager.contacts:
        yield said(" néant", "$quiet")


def _tax(state: TaxState) -> Iterator[Block]:
    late = state.late
    told = _STANDINGS[state.standing]
    if late is not None:
        more = f" et {state.lates - 1} de plus" if state.lates > 1 else ""
        told = f"{told} : {late.form} {period_words(late.period)}, {day(late.due_on)}{more}"
    style = LATE if state.standing is Standing.LATE else ""
    yield field(f" {on_line(state.tax)}", on_line(told), width=LEAD, style=style)
    if state.next is not None:
        yield field("", _coming(state.next), width=LEAD, style="$quiet")


def _coming(due: Next) -> str:
    """« pour le 21/12/2026, 3310-CA3-SD »."""
    window = due.first != due.last
    when = f"entre le {day(due.first)} et le {day(due.last)}" if window else f"pour le {day(due.last)}"
    amount = f", {money(due.amount_cents)}" if due.amount_cents is not None else ""
    return on_line(f"{when}, {due.form}{amount}")


def _owed(file: File) -> Iterator[Block]:
    owed = [claim for claim in file.usager.claims if claim.balance_cents > 0]
    yield said("Créances", "bold $secondary")
    if not owed:
        yield said(" néant", "$quiet")
        return
    left = money(sum(claim.balance_cents for claim in owed))
    yield field("", f"reste {left}, {count(len(owed), 'créance', 'créances')}", width=1, style="bold")


def _beware(file: File) -> Iterator[Block]:
    """What an agent should not find out too late."""
    today, usager = file.today, file.usager
    over = [person.name for person in usager.representatives if not in_force(person, today)]
    refused = [account.iban_last4 for account in usager.accounts if account.status in ("refused", "revoked")]
    for name in over:
        yield said(f"! Mandat hors vigueur : {on_line(name)}", "$warning")
    for number in refused:
        yield said(f"! Mandat de prélèvement refusé ou révoqué : •••• {on_line(number)}", "$warning")
    if usager.diffusion != "O":
        yield said("! Diffusion partielle au registre", "$warning")
