"""A usager's public part beside what the public registry says today: shown, never taken over by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ccpro_desk.domain.motifs import fold
from ccpro_desk.domain.usager import Address, Usager


@dataclass(frozen=True, slots=True)
class Entry:
    """What the registry publishes of an enterprise; what it does not say is none."""

    siren: str
    name: str | None = None
    acronym: str | None = None
    usual_name: str | None = None
    legal: str | None = None
    naf: str | None = None
    naf25: str | None = None
    state: str | None = None
    diffusion: str | None = None
    staff: str | None = None
    created_on: date | None = None
    ceased_on: date | None = None
    siret: str | None = None
    vat: str | None = None
    address: str | None = None
    city: str | None = None
    directors: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of both: as texts, dates as ISO 8601; none: not said there."""

    field: str
    ours: str | None
    theirs: str | None

    @property
    def differs(self) -> bool:
        """What the registry does not say contradicts nothing."""
        return self.theirs is not None and fold(self.ours or "") != fold(self.theirs)


FIELDS = (
    "name",
    "acronym",
    "usual_name",
    "state",
    "ceased_on",
    "legal",
    "naf",
    "naf25",
    "siret",
    "vat",
    "address",
    "city",
    "directors",
    "staff",
    "created_on",
    "diffusion",
)
"""What is compared, in the order in which it is shown."""


def compare(usager: Usager, entry: Entry, hidden: tuple[str, ...] = ()) -> tuple[Compared, ...]:
    """Field by field what either says; `hidden` fields of the file are not shown at this level."""
    names = [name for name in FIELDS if name not in hidden]
    both = (Compared(name, _text(_ours(usager, name)), _text(getattr(entry, name))) for name in names)
    return tuple(each for each in both if each.ours is not None or each.theirs is not None)


def _ours(usager: Usager, name: str) -> object:
    if name == "address":
        return _address(usager.address)
    if name == "directors":
        return tuple(director.name for director in usager.directors)
    return getattr(usager, name)


def _address(address: Address) -> str:
    return " ".join((*address.lines, address.postcode, address.city)).strip()


def _text(value: object) -> str | None:
    """Names in the order of the alphabet: neither side's own order means anything."""
    if isinstance(value, tuple):
        return ", ".join(sorted(value, key=fold)) or None
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if value else None
