"""How far the person at the other end is known: levels 0, 1, 2, computed from what was checked.

Level 0: general information; 1: this dossier; 2: acts. Public data (SIREN, name, address, director, VAT
number) count for nothing: they are in the public registry. What was asked is kept, never what was answered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


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
    key: str = ""
    """The letter that ticks it."""


@dataclass(frozen=True)
class Checks:
    """The catalogue of checks."""

    items: tuple[Check, ...]
    alert_after: int = 3
    """Failures in one conversation after which the file is flagged."""
    alert_days: int = 7
    """For how long."""

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(check.code for check in self.items)

    def count(self, codes: Iterable[str], kind: Kind) -> int:
        asked = set(codes)
        return sum(1 for check in self.items if check.code in asked and check.kind is kind)


class Quality(StrEnum):
    """As what the person speaks, in their own words."""

    DIRECTOR = "director"
    """Who leads the enterprise, or the sole trader."""
    ACCOUNTANT = "accountant"
    PROXY = "proxy"
    """Any other representative: an employee, a lawyer, a relative with a mandate."""
    THIRD_PARTY = "third_party"

    @property
    def needs_mandate(self) -> bool:
        return self in (Quality.ACCOUNTANT, Quality.PROXY)


@dataclass(frozen=True, slots=True)
class Setback:
    """Why something that the agent checked does not count: a code for programs, a sentence for people."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Identification:
    """How far a contact's person is known, and by which checks."""

    level: int = 0
    checks: tuple[str, ...] = ()
    at: datetime | None = None
    quality: Quality | None = None
    mandate_until: date | None = None
    """The last day of the mandate that was found; none: no mandate, or one without an end."""
    failures: int | None = None
    """How often, in this conversation, what was asked was not answered right; none: never."""
    setback: Setback | None = None


@dataclass(frozen=True, slots=True)
class IdentityAlert:
    """Somebody failed again and again to be identified on a usager's file: the next agents are told."""

    id: UUID
    """The id of the last failure's command."""
    siren: str
    centre: str
    """The agent's, whose supervisors are told."""
    contact_id: UUID
    failures: int
    at: datetime
    until: datetime


UNIDENTIFIED = Identification()
"""Nobody has been asked anything yet: general information only."""
WAYS_OUT = (
    "trois issues : la messagerie sécurisée de l'espace professionnel, un rappel au numéro du dossier, "
    "ou le SIE"
)
"""What the agent may propose to somebody whose identity is not known."""
THIRD_PARTY = Setback("third_party", f"Tiers sans mandat : renseignements généraux. Sinon, {WAYS_OUT}.")


def level_of(
    catalogue: Checks,
    passed: Iterable[str],
    *,
    assurance: Assurance,
    ordinary_mail: bool,
    linked: bool,
    quality: Quality | None = None,
) -> int:
    """The level that these passed checks open (contract, `contact.identify`).

    Ordinary mail stays at 0 whatever its address says; nothing opens before a usager is linked. A third party
    stays at 0 whatever they know, a representative as long as no mandate is found; what the authenticated
    space has let in stays at 1.
    """
    if not linked or ordinary_mail or quality is Quality.THIRD_PARTY:
        return 0
    codes = frozenset(passed)
    if quality is not None and quality.needs_mandate and not catalogue.count(codes, Kind.MANDATE):
        return int(assurance is Assurance.ACCOUNT)
    private = catalogue.count(codes, Kind.PRIVATE)
    called_back = catalogue.count(codes, Kind.CALLBACK) > 0 or assurance is Assurance.CALLBACK
    if assurance is Assurance.ACCOUNT:
        return 2 if private >= 1 or called_back else 1
    if private < 2:
        return 0
    return 2 if private >= 3 or called_back else 1
