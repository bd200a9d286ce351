"""`data/applications.toml` → the other applications that an agent opens from the workstation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ccpro_desk.reference import DataError
from ccpro_desk.reference.files import read_toml

SIREN = "{siren}"
_ADDRESS = re.compile(r"https?://[^\s{}]+(?:\{siren\}[^\s{}]*)*")


@dataclass(frozen=True, slots=True)
class Application:
    """A program or a site; exactly one of `url` and `command` is there."""

    id: str
    label: str
    url: str = ""
    command: tuple[str, ...] = ()
    """The program and its arguments."""

    @property
    def wants_siren(self) -> bool:
        return any(SIREN in part for part in (self.url, *self.command))


@cache
def load_applications() -> tuple[Application, ...]:
    """All of them, in the order of the file. Raises `DataError` naming what is wrong in it."""
    return read_applications(read_toml("applications.toml"))


def read_applications(table: Mapping[str, Any]) -> tuple[Application, ...]:
    """The applications of a file's table. Raises `DataError`."""
    try:
        found = tuple(_application(each) for each in table.get("application", ()))
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(f"data/applications.toml : {error} manque ou est mal écrit.") from error
    if len({each.id for each in found}) != len(found):
        raise DataError("data/applications.toml : deux applications portent le même « id ».")
    return found


def _application(table: Mapping[str, Any]) -> Application:
    command = table.get("command", [])
    if not isinstance(command, list) or not all(isinstance(part, str) for part in command):
        raise ValueError("« command », une liste de textes,")
    made = Application(table["id"], table["label"], table.get("url", ""), tuple(command))
    if bool(made.url) == bool(made.command):
        raise ValueError(f"« {made.id} » : « url » ou « command », l'un des deux,")
    if made.url and not _ADDRESS.fullmatch(made.url):
        raise ValueError(f"« {made.id} » : une adresse en http ou https")
    if made.command and SIREN in made.command[0]:
        raise ValueError(f"« {made.id} » : un programme au nom fixe")
    return made
