"""The parts of a file: each has a letter, a name, the fields that it shows and how it shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, time
from typing import TYPE_CHECKING

from ccpro_desk.domain.usager import Usager, in_force, standing
from ccpro_desk.widgets import words
from ccpro_desk.widgets.dossier import alert
from ccpro_desk.widgets.file import identity, money, people
from ccpro_desk.widgets.file.lines import day, listed, nothing, title
from ccpro_desk.widgets.line_list import Entry
from ccpro_desk.widgets.pane import Block, field, hint, said
from ccpro_desk.wire.listing import ObligationPage

if TYPE_CHECKING:
    from ccpro_desk.domain.obligations import Dues
    from ccpro_desk.wire.listing import EstablishmentPage
    from ccpro_desk.wire.views import DossierView

MASKED = "·········"


@dataclass(frozen=True, slots=True)
class File:
    """What the screen knows of a usager."""

    known: DossierView
    usager: Usager
    today: date
    why: str = ""
    """What keeps the rest masked, and what opens it."""
    dues: Dues | None = None
    """What the calendar expects; none: not worked out yet."""

    def masks(self, fields: tuple[str, ...]) -> bool:
        return bool(fields) and all(name in self.known.masked for name in fields)


Shown = Callable[[File], Iterator[tuple[Block, ...]]]


@dataclass(frozen=True, slots=True)
class Part:
    id: str
    key: str
    """The letter that shows it."""
    label: str
    fields: tuple[str, ...]
    """The fields of the file that it shows; masked with them."""
    show: Shown | None = None
    """None: it is read apart."""
    long: str = ""
    """The list of it that may go on in pages of its own; its lines stand last."""


PARTS = (
    Part("identity", "i", "Identité", (), lambda file: _identity(file), "establishments"),
    Part("ahead", "p", "Prochaines", ("regimes", "obligations"), lambda file: money.ahead(file.dues)),
    Part(
        "obligations",
        "o",
        "Obligations",
        ("obligations",),
        lambda file: _obligations(file),
        "obligations",
    ),
    Part("claims", "c", "Créances", ("claims",), lambda file: money.claims(file.usager)),
    Part("accounts", "b", "Banque", ("accounts",), lambda file: money.accounts(file.usager)),
    Part("space", "e", "Espace", ("space",), lambda file: people.space(file.usager)),
    Part(
        "representatives",
        "r",
        "Représentants",
        ("representatives",),
        lambda file: people.representatives(file.usager, file.today),
    ),
    Part("requests", "d", "Demandes", ("requests",), lambda file: people.requests(file.usager, file.today)),
    Part("timeline", "h", "Historique", ()),
)
_TITLES = {
    "ahead": "Prochaines échéances, douze mois",
    "accounts": "Comptes et mandats de prélèvement",
    "space": "Accès à l'espace professionnel",
    "requests": "Demandes en cours",
}


def entries(part: Part, file: File) -> list[Entry]:
    """All lines of a part; what is masked says so, and what opens it."""
    if part.show is None:
        return []
    named = title(_TITLES.get(part.id, part.label)) if part.fields else ()
    head = Entry(f"{part.id}/title", (*named, said(_as_of(part, file), "$quiet")), gap=1)
    if file.masks(part.fields):
        return [head, *listed(_masked(part.label, file.why), part.id)]
    return [head, *listed(part.show(file), part.id)]


def further(file: File, page: ObligationPage | EstablishmentPage, key: str) -> tuple[File, list[Entry]]:
    """The file with a page more of a long list, and that page's lines."""
    usager = file.usager
    if isinstance(page, ObligationPage):
        usager = replace(usager, obligations=(*usager.obligations, *page.items))
        lines = money.obligations(page.items, file.today)
    else:
        usager = replace(usager, establishments=(*usager.establishments, *page.items))
        lines = identity.establishments(page.items)
    return replace(file, usager=usager), listed(lines, key)


def mark_of(part: Part, file: File) -> str:
    """How many, and « ! » where something asks to be looked at."""
    usager, today = file.usager, file.today
    if file.masks(part.fields):
        return "·"
    if part.id == "obligations":
        late = sum(standing(one, today) == "late" for one in usager.obligations)
        more = file.known.more.get("obligations")
        return f"!{late}" if late else str(more.total if more else len(usager.obligations) or "")
    if part.id == "claims":
        owed = [claim for claim in usager.claims if claim.balance_cents > 0]
        return f"!{len(owed)}" if owed else ""
    if part.id == "representatives":
        over = any(not in_force(person, today) for person in usager.representatives)
        return "!" if over else str(len(usager.representatives) or "")
    if part.id in ("accounts", "requests"):
        return str(len(getattr(usager, part.id)) or "")
    return ""


def _as_of(part: Part, file: File) -> str:
    """The day that the part was given as true, else when the file was read."""
    days = [found for name in part.fields if (found := file.usager.dated.get(name))]
    if days:
        return f"Donnée du {day(max(days))}"
    read = words.local(file.known.as_of)
    given = f"le {day(read.date())}" if read.time() == time() else words.moment(read)  # a day without an hour
    return f"Lu au centre, tel que le dossier était {given}"


def _obligations(file: File) -> Iterator[tuple[Block, ...]]:
    yield from money.obligations(file.usager.obligations, file.today)
    if not file.usager.obligations:
        yield nothing("Le dossier n'indique aucune obligation.")


def _identity(file: File) -> Iterator[tuple[Block, ...]]:
    yield tuple(alert(file.known))
    yield from identity.registry(file.usager)
    if "regimes" not in file.known.masked:
        yield (said(""),)
        yield from identity.regimes(file.usager, file.today)
    if "contacts" not in file.known.masked:
        yield (said(""),)
        yield from identity.reached(file.usager)
    places = file.usager.establishments
    if places:
        yield (said(""),)
        yield title("Établissements")
    yield from identity.establishments(places)
    hidden = [part for part in PARTS if file.masks(part.fields)]
    if hidden:
        yield (said(""),)
        yield from ((field(part.label, MASKED, width=16),) for part in hidden)
        yield (hint(f"Masqué : {file.why}", "$warning"),)


def _masked(label: str, why: str) -> Iterator[tuple[Block, ...]]:
    yield (field(label, MASKED, width=16),)
    yield (hint(f"Masqué : {why}", "$warning"),)
