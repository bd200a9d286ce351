"""The *réglette*: a strip of paper that lies above the keyboard and says what this agent's keys do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from ccpro_desk.actions.keymap import Keymap, is_always
from ccpro_desk.actions.keys import key_name
from ccpro_desk.actions.model import Action, Binding
from ccpro_desk.actions.registry import ACTIONS
from ccpro_desk.desk.errors import DeskError

FUNCTIONS = tuple(f"f{n}" for n in range(1, 13))
_TEMPLATE = Path(__file__).with_suffix(".typ")


class RegletteProblem(DeskError):
    """The strip cannot be made."""


@dataclass(frozen=True, slots=True)
class Key:
    key: str
    """« F2 », « Ctrl+R »."""
    label: str
    spare: bool = False
    """Another key does it first; many terminals keep this one."""


@dataclass(frozen=True, slots=True)
class Row:
    title: str
    keys: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    functions: tuple[Key, ...]
    """F1 to F12; what does nothing has no label."""
    others: tuple[Row, ...]


def strip(keymap: Keymap) -> Strip:
    """What is printed for this agent."""
    every = tuple(_every(keymap))
    named = {raw: key for raw, key, _ in every}
    functions = tuple(named.get(raw, Key(key_name(raw), "")) for raw in FUNCTIONS)
    rows = (
        Row(
            "Partout, aussi dans un texte",
            tuple(k for raw, k, typed in every if not typed and raw not in FUNCTIONS),
        ),
        Row("Hors d'un texte", tuple(k for _, k, typed in every if typed)),
    )
    return Strip(functions, tuple(row for row in rows if row.keys))


def _every(keymap: Keymap) -> Iterator[tuple[str, Key, bool]]:
    """(key, how it is printed, whether it only acts outside a text), in the registry's order."""
    for action in ACTIONS:
        if action.id == "nothing" or not action.ready:
            continue
        for n, raw in enumerate(_keys(action, keymap)):
            outside = not is_always(action, raw)
            yield raw, Key(key_name(raw), action.label, spare=n > 0), outside


def _keys(action: Action, keymap: Keymap) -> tuple[str, ...]:
    return action.keys if action.binding is Binding.WIDGET else keymap.of(action.id)


def pdf(keymap: Keymap) -> bytes:
    """One page A4, tagged (PDF/UA-1), with the fonts that the library brings. Raises `RegletteProblem`."""
    try:
        import typst
    except ImportError as error:
        raise RegletteProblem(
            "La réglette demande une bibliothèque qui n'est pas installée.", "Installez ccpro-desk[pdf]."
        ) from error
    given = {"strip": json.dumps(asdict(strip(keymap)), ensure_ascii=False)}
    return bytes(
        typst.compile(
            _TEMPLATE.read_bytes(),
            sys_inputs=given,
            font_paths=[],
            ignore_system_fonts=True,
            pdf_standards=["a-2a", "ua-1"],
        )
    )


def write_pdf(path: Path, keymap: Keymap) -> None:
    """The strip in a file, whole or not at all. Raises `RegletteProblem`."""
    content = pdf(keymap)
    new = path.with_name(f"{path.name}.new")
    try:
        new.write_bytes(content)
        new.replace(path)
    except OSError as error:
        raise RegletteProblem(
            f"La réglette ne peut pas s'écrire dans {path} : {error.strerror or error}.",
            "Choisissez un autre dossier.",
        ) from error
