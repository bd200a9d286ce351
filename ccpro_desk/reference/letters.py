"""`data/letters/appointment.toml` → what an usager is written about an appointment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from ccpro_desk.domain.appointments.modes import Mode
from ccpro_desk.reference import DataError
from ccpro_desk.reference.files import read_toml
from ccpro_desk.reference.signature import read_signatures

_FILE = "letters/appointment.toml"
KINDS = ("book", "move", "cancel", "remind")
BLANKS = ("office", "address", "day", "time", "mode", "purpose", "documents", "was_day", "was_time")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter with its blanks in braces."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Letters:
    of: Mapping[str, Letter]
    """By what happened to the appointment: one of `KINDS`."""
    mode: Mapping[Mode, str]
    no_documents: str
    documents: str
    signatures: Mapping[str, str]
    """By centre, with `{agent}` and `{centre}`."""


@cache
def load_letters() -> Letters:
    """Raises `DataError` naming what is wrong: a missing letter, a blank that does not exist."""
    table = read_toml(_FILE)
    try:
        letters = {kind: Letter(table[kind]["subject"], table[kind]["text"].strip()) for kind in KINDS}
        for letter in letters.values():
            (letter.subject + letter.text).format_map(dict.fromkeys(BLANKS, ""))
        mode = {Mode(name): text for name, text in table["mode"].items()}
        documents = table["documents"]
        return Letters(
            MappingProxyType(letters),
            MappingProxyType(mode),
            documents["none"],
            documents["some"],
            read_signatures(),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(f"data/{_FILE} : {error!r} manque ou est mal écrit.") from error
