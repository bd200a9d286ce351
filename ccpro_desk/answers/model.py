"""An answer as its file says it: frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType


class Channel(StrEnum):
    """How an answer is given; one variant of its text each."""

    MAIL = "mail"
    PHONE = "phone"
    CHAT = "chat"

    @classmethod
    def of_contact(cls, channel: str | None) -> Channel:
        """The variant for a contact's channel: a callback is spoken, the unknown is written."""
        return {"phone": cls.PHONE, "callback": cls.PHONE, "chat": cls.CHAT}.get(channel or "", cls.MAIL)


class BlankType(StrEnum):
    """What an agent may put in a blank."""

    TEXT = "text"
    DATE = "date"
    MONEY = "money"
    CHOICE = "choice"
    PERIOD = "period"
    SIREN = "siren"
    SIRET = "siret"
    VAT = "vat"


class ReferenceKind(StrEnum):
    """Where a rule is written."""

    CGI = "CGI"
    CIBS = "CIBS"
    LPF = "LPF"
    BOFIP = "BOFIP"
    FORM = "FORM"
    SERVICE = "SERVICE"


class Status(StrEnum):
    """How far an answer has come in its approval."""

    DRAFT = "brouillon"
    TO_VALIDATE = "à valider par le référent"
    APPROVED = "approuvée"


UNSOURCED = "à valider"
"""The note of a reference that no source read so far supports."""
COMMON_KNOWLEDGE = "CG"
"""The mark, among `sources`, of a fact that no source read so far supports."""

PHRASE = "PHR-"
"""How the id of a phrase begins."""


@dataclass(frozen=True, slots=True)
class Blank:
    """A gap of the text that the agent fills."""

    name: str
    type: BlankType
    label: str
    choices: tuple[str, ...] = ()
    fill: str = ""
    """A word of the vocabulary that fills it when known, such as `usager.siren`."""


@dataclass(frozen=True, slots=True)
class Reference:
    kind: ReferenceKind
    ref: str
    label: str = ""
    note: str = ""

    @property
    def text(self) -> str:
        """As an agent reads it: « CGI, art. 271 », « BOI-TVA-DED-50-20-10 », « formulaire 3519-SD »."""
        if self.kind in (ReferenceKind.CGI, ReferenceKind.CIBS, ReferenceKind.LPF):
            base = f"{self.kind}, art. {self.ref}"
        else:
            base = f"formulaire {self.ref}" if self.kind is ReferenceKind.FORM else self.ref
        return f"{base} ({self.note})" if self.note else base


@dataclass(frozen=True, slots=True)
class Variant:
    """The text for one channel: a Jinja2 template, and the file's line where it begins."""

    text: str
    line: int


@dataclass(frozen=True)
class Answer:
    """One scripted answer."""

    id: str
    title: str
    motifs: tuple[str, ...]
    taxes: tuple[str, ...]
    channels: tuple[Channel, ...]
    level: int
    """Identification needed before it is given: 0 general, 1 dossier, 2 acts."""
    references: tuple[Reference, ...]
    sources: tuple[str, ...]
    author: str
    version: int
    valid_from: date
    review: date
    """The day by which a referent reads it again."""
    status: Status
    variants: Mapping[Channel, Variant]
    blanks: tuple[Blank, ...] = ()
    approver: str = ""
    valid_to: date | None = None
    """The last day on which it may be given."""
    supersedes: str = ""
    related: tuple[str, ...] = ()
    handled_by: str = ""
    """Who handles the matter when it is not the centre."""
    file: str = ""
    lines: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """The file's line of each key of the head."""

    @property
    def phrase(self) -> bool:
        """Whether it is a few words to place in any reply, that state no fact of law."""
        return self.id.startswith(PHRASE)

    def valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def variant(self, channel: Channel) -> tuple[Channel, Variant]:
        """The text for `channel`, or the written one where the answer has none for it."""
        chosen = next(c for c in (channel, Channel.MAIL, *self.variants) if c in self.variants)
        return chosen, self.variants[chosen]

    def blank(self, name: str) -> Blank | None:
        return next((blank for blank in self.blanks if blank.name == name), None)
