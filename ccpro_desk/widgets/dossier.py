"""What is known of the usager, as paragraphs: what the level opens, and in so many words what it does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from ccpro_desk.domain.text import clean
from ccpro_desk.domain.values import State
from ccpro_desk.widgets import words
from ccpro_desk.widgets.pane import Block, field, hint, said

if TYPE_CHECKING:
    from ccpro_desk.widgets.file.parts import File
    from ccpro_desk.wire.contact_view import ContactView
    from ccpro_desk.wire.views import DossierView

MASKED = "·········"
LABEL = 6
"""Cells of the labels: « Villefranche-sur-Saône » fits beside them."""
OFFERED = "Le dossier s'ouvre quand vous prenez ce contact."
LISTS = {
    "contacts": "Coordonnées",
    "regimes": "Régimes",
    "obligations": "Obligations",
    "claims": "Créances",
    "accounts": "Comptes bancaires",
    "representatives": "Représentants",
}
"""The parts of a file above level 0, with their titles."""


def dossier(
    view: ContactView | None, known: DossierView | None, trouble: str = "", file: File | None = None
) -> list[Block]:
    """The right column for this contact. `trouble`: why it could not be read; `file`: it, as values."""
    if view is None:
        return []
    if view.usager is None:
        return [*_identity(view), Block(), *_unlinked(view)]
    blocks = [said(words.named(view.usager.name), "bold")]
    if known is None or known.siren != view.usager.siren or known.level > view.identification.level:
        blocks += [
            field("SIREN", words.siren(view.usager.siren), width=LABEL),
            Block(),
            *_identity(view),
            Block(),
        ]
        waits = OFFERED if view.state is State.OFFERED else "Lecture du dossier…"
        return [*blocks, said(trouble or waits, "$warning" if trouble else "$quiet")]
    return [*blocks, *alert(known), *_public(known), Block(), *_identity(view), Block(), *_parts(known, file)]


def alert(known: DossierView) -> Iterator[Block]:
    """Somebody failed again and again to be identified on this file: whoever is next is careful."""
    if raised := read_from(known)("alert"):
        when = f"{day_of(read_from(raised)('at'))}"
        told = f"! {read_from(raised)('failures')} vérifications d'identité non concluantes le {when} : "
        yield said(f"{told}au moindre doute, rappelez au numéro du dossier.", "bold $warning")


def _identity(view: ContactView) -> Iterator[Block]:
    level = view.identification.level
    yield said(("✓ " if level else "○ ") + words.identity(view), "$success" if level else "$warning")
    if mandate := words.mandate(view):
        yield said(mandate, "$success")
    if setback := view.identification.setback:
        yield said(setback.text, "$warning")
    if not level and words.ordinary_mail(view):
        yield said(
            "Un courriel ordinaire n'identifie personne : aucune donnée du dossier dans la réponse.", "$quiet"
        )


def _unlinked(view: ContactView) -> Iterator[Block]:
    yield said("Aucun dossier rattaché.", "bold")
    yield hint("F5 cherche le professionnel par son SIREN ou par son nom.")


def _public(known: DossierView) -> Iterator[Block]:
    get = read_from(known)
    activity, naf = get("activity"), get("naf")
    if activity or naf:
        yield said(f"{activity or ''} ({naf})" if naf else str(activity), "$quiet")
    yield field("SIREN", words.siren(known.siren), width=LABEL)
    for label, name in (("SIRET", "siret"), ("TVA", "vat")):
        if value := get(name):
            shown = words.siret(str(value)) if name == "siret" else str(value)
            yield field(label, shown, width=LABEL)
    address = get("address")
    if address:
        part = read_from(address)
        lines = [*(part("lines") or ()), f"{part('postcode') or ''} {part('city') or ''}".strip()]
        yield field("Siège", clean("\n".join(line for line in lines if line)), width=LABEL)
    if office := get("sie"):
        yield field("SIE", str(read_from(office)("name")).removeprefix("SIE "), width=LABEL)
    if created := get("created_on"):
        yield field("Créée", day_of(created), width=LABEL)
    if get("state") == "C":
        yield said("! Entreprise cessée au registre", "bold $warning")


def _parts(known: DossierView, file: File | None) -> Iterator[Block]:
    hidden = [label for name, label in LISTS.items() if name in known.masked]
    if file is not None:
        from ccpro_desk.widgets.file.summary import summary

        yield from summary(file)
    yield from (field(label, MASKED, width=19) for label in hidden)
    if hidden:
        yield Block()
        yield hint("Masqué à ce niveau d'identification : F5 l'ouvre, si la personne peut être vérifiée.")
    yield hint("« :dossier » montre tout le dossier.")


def read_from(record: Any) -> Any:
    """Reads a field by name from a value, a mapping or a file."""
    source = getattr(record, "fields", record)
    if isinstance(source, Mapping):
        return source.get
    return lambda name: getattr(source, name, None)


def day_of(value: Any) -> str:
    day = value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
    return f"{day:%d/%m/%Y}"
