"""How far the person at the other end is known: levels 0, 1, 2, computed from what was checked.

Level 0: general information; 1: this dossier; 2: acts. Public data (SIREN, name, address, director, VAT
number) count for nothing: they are in the public registry. What was asked is kept, never what was answered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    PUBLIC = "public"
    PRIVATE = "private"
    CALLBACK = "callback"
    MANDATE = "mandate"


class Assurance(StrEnum):
    """What the channel itself proves about the sender."""

    NONE = "none"
    ACCOUNT = "account"
    """A message of the authenticated online space."""
    CALLBACK = "callback"
    """The usager was called back on the number on file."""


@dataclass(frozen=True, slots=True)
class Check:
    """One question that identifies somebody."""

    code: str
    label: str
    kind: Kind
    hint: str = ""
    """What the agent asks, in a sentence."""


@dataclass(frozen=True)
class Checks:
    """The catalogue of checks."""

    items: tuple[Check, ...]

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(check.code for check in self.items)

    def count(self, codes: Iterable[str], kind: Kind) -> int:
        asked = set(codes)
        return sum(1 for check in self.items if check.code in asked and check.kind is kind)


@dataclass(frozen=True, slots=True)
class Identification:
    """How far a contact's person is known, and by which checks."""

    level: int = 0
    checks: tuple[str, ...] = ()
    at: datetime | None = None


UNIDENTIFIED = Identification()
"""Nobody has been asked anything yet: general information only."""


def level_of(
    catalogue: Checks, passed: Iterable[str], *, assurance: Assurance, ordinary_mail: bool, linked: bool
) -> int:
    """The level that these passed checks open (contract, `contact.identify`).

    Ordinary mail stays at 0 whatever its address says; nothing opens before a usager is linked.
    """
    if not linked or ordinary_mail:
        return 0
    codes = frozenset(passed)
    private = catalogue.count(codes, Kind.PRIVATE)
    called_back = catalogue.count(codes, Kind.CALLBACK) > 0 or assurance is Assurance.CALLBACK
    if assurance is Assurance.ACCOUNT:
        return 2 if private >= 1 or called_back else 1
    if private < 2:
        return 0
    return 2 if private >= 3 or called_back else 1
