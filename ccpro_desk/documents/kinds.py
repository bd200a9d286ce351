"""`data/letters/letters.toml` → the kinds of documents: their titles, for whom, our sentences in them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from ccpro_desk.documents.model import Item
from ccpro_desk.reference import DataError
from ccpro_desk.reference.files import read_toml

STANDS = ("recorded", "transmitted", "booked", "reminded")
"""States of a matter that may be confirmed to somebody."""
FACTS = "Ce qui a été déclaré"


class Reader(StrEnum):
    """For whom it is."""

    USAGER = "usager"
    BANK = "bank"
    SIE = "sie"


class Source(StrEnum):
    """What a document of the kind is made from."""

    ACT = "act"
    APPOINTMENT = "appointment"
    REFERRAL = "referral"
    REPLY = "reply"


@dataclass(frozen=True, slots=True)
class Step:
    """A line of a checklist that officers keep."""

    text: str
    source: str
    field: str = ""
    """The act's date that it is counted from; none: no date."""
    days: int = 0
    rule: str = ""
    """`days`, or `new_year`: before the 1st of January that follows."""


@dataclass(frozen=True, slots=True)
class Kind:
    id: str
    title: str
    reader: Reader
    source: Source
    template: str
    """`data/letters/<template>.typ`."""
    opening: tuple[str, ...] = ()
    facts: str = FACTS
    asked: str = ""
    """The heading over the documents asked for; empty: they are not listed."""
    notes: tuple[Item, ...] = ()
    steps: tuple[Step, ...] = ()
    closing: tuple[str, ...] = ()
    mention: str = ""
    signed: bool = False
    """A letter: the agent's name and the centre's stand under it."""
    only_asked: bool = False
    """There is none where no document is asked for."""
    confirms: bool = False
    """It says that something is recorded."""
    name: str = ""

    @property
    def file(self) -> str:
        """How the file's name begins: it names nobody."""
        return self.name or self.id


@cache
def load_kinds() -> Mapping[str, Kind]:
    """By id, in the order of the file. Raises `DataError` naming what is wrong in it."""
    return read_kinds(read_toml("letters/letters.toml"))


def kind_of(name: str) -> Kind:
    """Raises `KeyError`."""
    return load_kinds()[name]


def kinds_for(
    source: Source, produces: Collection[str] = (), *, asked: bool = True, state: str = STANDS[0]
) -> tuple[Kind, ...]:
    """What may be made from a matter of this kind, an act: what the catalogue says that it `produces`.

    `asked`: it asks for documents. `state`: where it stands; nothing confirms what is not, or no longer, so.
    """
    found = (kind for kind in load_kinds().values() if kind.source is source)
    fitting = (
        kind for kind in found if (asked or not kind.only_asked) and (state in STANDS or not kind.confirms)
    )
    return tuple(kind for kind in fitting if source is not Source.ACT or kind.id in produces)


def read_kinds(table: Mapping[str, Any]) -> Mapping[str, Kind]:
    """The kinds of a file's table. Raises `DataError`."""
    try:
        return {each["id"]: _kind(each) for each in table["letter"]}
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(f"data/letters/letters.toml : {error!r} manque ou est mal écrit.") from error


def _kind(table: Mapping[str, Any]) -> Kind:
    return Kind(
        table["id"],
        table["title"],
        Reader(table["reader"]),
        Source(table["source"]),
        table.get("template", "letter"),
        opening=tuple(table.get("opening", ())),
        facts=table.get("facts", FACTS),
        asked=table.get("asked", ""),
        notes=tuple(Item(note["text"], note["source"]) for note in table.get("note", ())),
        steps=tuple(_step(step) for step in table.get("step", ())),
        closing=tuple(table.get("closing", ())),
        mention=table.get("mention", ""),
        signed=bool(table.get("signed", False)),
        confirms=bool(table.get("confirms", False)),
        only_asked=bool(table.get("only_asked", False)),
        name=table.get("file", ""),
    )


def _step(table: Mapping[str, Any]) -> Step:
    step = Step(
        table["text"], table["source"], table.get("field", ""), table.get("days", 0), table.get("rule", "")
    )
    if bool(step.field) != (step.rule in ("days", "new_year")):
        raise ValueError(f"« {step.text} » : « field » et « rule » vont ensemble")
    return step
