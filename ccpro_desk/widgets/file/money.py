"""What is due, what was done, what is owed, and from which account it is paid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from ccpro_desk.answers.french import count, money, period_words
from ccpro_desk.domain.obligations import Due, Dues, Status
from ccpro_desk.domain.usager import Account, Claim, Obligation, Usager, expected_first, standing
from ccpro_desk.widgets.file.lines import LATE, dated, day, joined, nothing, row, title
from ccpro_desk.widgets.pane import Block, said

_STANDINGS = {
    "done": "faite",
    "part": "payée en partie",
    "filed": "déposée, non payée",
    "late": "! en retard",
    "expected": "attendue",
}
_MANDATES = {
    "active": "mandat actif",
    "pending": "! mandat à remettre à la banque",
    "refused": "! mandat refusé",
    "revoked": "! mandat révoqué",
}


def ahead(dues: Dues | None) -> Iterator[tuple[Block, ...]]:
    """What the calendar expects, with what it cannot tell."""
    if dues is None:
        yield nothing("Calcul des échéances…")
        return
    for remark in dues.remarks:
        yield (said(f"! {remark}", "$warning"),)
    told: set[str] = set()
    yield from (_due(due, told) for due in dues.dues)
    if not dues.dues and not dues.remarks:
        yield nothing("Aucune échéance sur douze mois.")


def _due(due: Due, told: set[str]) -> tuple[Block, ...]:
    """`told`: what was said of those before; a doubt that many share is said with the first of them."""
    doubts = [doubt for doubt in due.doubts if doubt not in told]
    when = f"du {day(due.first)} au {day(due.last)}" if due.is_window else day(due.last)
    moved = f"reporté du {day(due.moved_from)}" if due.moved_from else ""
    confirm = "à valider" if due.to_confirm else ""
    if due.to_confirm and due.to_confirm not in told:
        confirm = f"à valider : {due.to_confirm}"
    told.update((*due.doubts, due.to_confirm))
    amount = money(due.amount_cents) if due.amount_cents is not None else ""
    late = due.status is Status.LATE
    head = joined(f"{'! ' * late}{when}", f"{due.form} {period_words(due.period)}", amount)
    about = joined(due.name, due.condition, *doubts, *due.notes, moved, confirm)
    return row(due.tax, head, about, LATE if late else "" if due.condition else "bold")


def obligations(listed: Iterable[Obligation], today: date) -> Iterator[tuple[Block, ...]]:
    yield from (_obligation(one, today) for one in expected_first(listed))


def _obligation(one: Obligation, today: date) -> tuple[Block, ...]:
    found = standing(one, today)
    amount = money(one.amount_cents) if one.amount_cents is not None else ""
    paid = f"payé {money(one.paid_cents)}" if one.paid_cents is not None else ""
    dates = dated(
        ("échéance le", one.due_on),
        ("déposée le", one.filed_on),
        ("payée le", one.paid_on),
        ("donnée du", one.as_of),
    )
    head = joined(f"{one.form} {period_words(one.period)}", _STANDINGS[found], amount)
    style = LATE if found == "late" else "" if found == "done" else "bold"
    return row(one.tax, head, joined(dates, paid, one.status or ""), style)


def claims(usager: Usager) -> Iterator[tuple[Block, ...]]:
    left = sum(claim.balance_cents for claim in usager.claims)
    if not usager.claims:
        yield nothing()
        return
    yield title(f"Reste à payer {money(left)}, {count(len(usager.claims), 'créance', 'créances')}")
    yield from (_claim(claim) for claim in usager.claims)


def _claim(claim: Claim) -> tuple[Block, ...]:
    sums = f"principal {money(claim.principal_cents)}, pénalités {money(claim.penalties_cents)}"
    dates = dated(("exigible le", claim.due_on), ("donnée du", claim.as_of))
    head = f"{claim.nature} ({period_words(claim.period)}) : reste {money(claim.balance_cents)}"
    return row(claim.tax, head, joined(sums, dates), "bold" if claim.balance_cents > 0 else "")


def accounts(usager: Usager) -> Iterator[tuple[Block, ...]]:
    for account in usager.accounts:
        yield _account(account)
    if not usager.accounts:
        yield nothing("Aucun compte bancaire au dossier.")


def _account(account: Account) -> tuple[Block, ...]:
    state = _MANDATES.get(account.status or "", account.status or "")
    head = joined(f"•••• {account.iban_last4}", account.use, state)
    about = joined(
        f"BIC {account.bic}" if account.bic else "",
        f"RUM {account.rum}" if account.rum else "",
        account.scheme or "",
        account.holder,
        dated(("signé le", account.signed_on), ("donnée du", account.as_of)),
    )
    return row("IBAN", head, about, LATE if state.startswith("!") else "")
