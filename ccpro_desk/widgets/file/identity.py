"""Who the usager is: the public registry, the regimes, how to reach them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from ccpro_desk.domain.usager import Address, ContactPoint, Establishment, Regime, Usager, in_force
from ccpro_desk.reference.nomenclatures import staff_label
from ccpro_desk.widgets import words
from ccpro_desk.widgets.file.lines import LATE, dated, day, joined, known, nothing, row, title
from ccpro_desk.widgets.pane import Block

_DIFFUSION = {"P": "partielle : adresse et dirigeants masqués au registre", "N": "non diffusée"}


def registry(usager: Usager) -> Iterator[tuple[Block, ...]]:
    """Level 0."""
    names = joined(usager.acronym or "", usager.usual_name or "")
    naf = joined(usager.activity or "", usager.naf or "")
    yield title("Registre public")
    for label, value in (
        ("Dénomination", usager.name),
        ("Autres noms", names),
        ("SIREN", words.siren(usager.siren)),
        ("SIRET du siège", words.siret(usager.siret or "")),
        ("N° de TVA", usager.vat or ""),
        ("Catégorie", joined(usager.legal_label or "", usager.legal or "")),
        ("Activité (NAF)", naf),
        ("NAF 2025", usager.naf25 or ""),
        ("Siège", address(usager.address) or usager.city),
        ("Effectif", (staff_label(usager.staff) or usager.staff or "").partition(" (")[0]),
        ("Créée le", day(usager.created_on) if usager.created_on else ""),
        ("Diffusion", _DIFFUSION.get(usager.diffusion, "")),
        ("SIE", joined(usager.sie.name.removeprefix("SIE "), usager.sie.code) if usager.sie else ""),
    ):
        yield known(label, value)
    if usager.state == "C":
        ceased = f" le {day(usager.ceased_on)}" if usager.ceased_on else ""
        yield known("État", f"! entreprise cessée{ceased}", style=LATE)
    for director in usager.directors:
        yield known("Dirigeant", joined(director.name, director.role, dated(("depuis le", director.since))))


def establishments(places: Iterable[Establishment]) -> Iterator[tuple[Block, ...]]:
    yield from (_establishment(place) for place in places)


def address(place: Address) -> str:
    return ", ".join(part for part in (*place.lines, f"{place.postcode} {place.city}".strip()) if part)


def _establishment(place: Establishment) -> tuple[Block, ...]:
    since = f" le {day(place.closed_on)}" if place.closed_on else ""
    closed = f"! fermé{since}" if place.state == "F" else ""
    head = "siège" if place.head else ""
    said = joined(words.siret(place.siret), place.name, address(place.address), head, closed)
    return known("Établissement", joined(said, dated(("ouvert le", place.created_on))))


def regimes(usager: Usager, today: date) -> Iterator[tuple[Block, ...]]:
    yield title("Régimes")
    for regime in usager.regimes:
        yield _regime(regime, today)
    if not usager.regimes:
        yield nothing()
    if usager.closing:
        month, _, number = usager.closing.partition("-")
        yield known("Clôture", f"{number}/{month}")


def _regime(regime: Regime, today: date) -> tuple[Block, ...]:
    dates = dated(("depuis le", regime.since), ("jusqu'au", regime.until), ("donnée du", regime.as_of))
    over = "" if in_force(regime, today) else "hors vigueur"
    return row(regime.tax, regime.label or regime.regime, joined(over, regime.option, dates))


def reached(usager: Usager) -> Iterator[tuple[Block, ...]]:
    yield title("Coordonnées")
    yield from (_point(point) for point in usager.contacts)
    if not usager.contacts:
        yield nothing()


def _point(point: ContactPoint) -> tuple[Block, ...]:
    phone = point.kind == "phone"
    value = words.phone(point.value) if phone else point.value
    about = joined(point.person, point.role, dated(("donnée du", point.as_of)))
    return row("Tél." if phone else "Mél", value, about)
