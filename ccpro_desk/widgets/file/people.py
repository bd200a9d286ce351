"""Who acts for the usager: the online space, its delegates, the representatives, and what was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ccpro_desk.answers.french import money
from ccpro_desk.domain.usager import Delegate, Representative, Request, Usager, in_force
from ccpro_desk.widgets import words
from ccpro_desk.widgets.file.lines import LATE, dated, day, joined, known, nothing, row
from ccpro_desk.widgets.pane import Block


def space(usager: Usager) -> Iterator[tuple[Block, ...]]:
    """The access to the espace professionnel."""
    found = usager.space
    if found is None:
        yield nothing("Aucun accès à l'espace professionnel n'est connu au dossier.")
        return
    yield known("Mode", found.mode)
    yield known("Titulaire", found.holder)
    yield known("Ouvert le", day(found.opened_on) if found.opened_on else "")
    yield known("Services", ", ".join(found.services) or "aucune adhésion")
    for delegate in found.delegates:
        yield known(delegate.role.capitalize() or "Délégué", _delegate(delegate))
    yield known("Donnée du", day(found.as_of) if found.as_of else "")


def _delegate(delegate: Delegate) -> str:
    dates = dated(("depuis le", delegate.since), ("jusqu'au", delegate.until))
    return joined(delegate.name, ", ".join(delegate.services), dates)


def representatives(usager: Usager, today: date) -> Iterator[tuple[Block, ...]]:
    for person in usager.representatives:
        yield _representative(person, today)
    if not usager.representatives:
        yield nothing("Aucun représentant au dossier.")


def _representative(person: Representative, today: date) -> tuple[Block, ...]:
    over = "" if in_force(person, today) else "! mandat hors vigueur"
    dates = dated(("depuis le", person.since), ("jusqu'au", person.until), ("donnée du", person.as_of))
    firm = f"SIREN {words.siren(person.siren)}" if person.siren else ""
    head = joined(person.name, person.role, over)
    return row("", head, joined(person.scope, dates, firm), LATE if over else "bold")


def requests(usager: Usager, today: date) -> Iterator[tuple[Block, ...]]:
    for request in usager.requests:
        yield _request(request, today)
    if not usager.requests:
        yield nothing("Aucune demande en cours au dossier.")


def _request(request: Request, today: date) -> tuple[Block, ...]:
    amount = money(request.amount_cents) if request.amount_cents is not None else ""
    overdue = "! réponse dépassée" if request.expected_on and request.expected_on < today else ""
    dates = dated(
        ("déposée le", request.filed_on),
        ("réponse attendue le", request.expected_on),
        ("donnée du", request.as_of),
    )
    about = joined(f"réf. {request.reference}", request.office, dates)
    return row("", joined(request.kind, request.state, amount, overdue), about, LATE if overdue else "bold")
