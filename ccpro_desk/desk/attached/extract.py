"""A file's text, read in a process of its own: limited in memory, time and what it may say."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from dataclasses import dataclass

from ccpro_desk.desk.attached.kinds import READABLE, SUFFIXES, WORDS, Kind, disagrees, kind_of
from ccpro_desk.domain.text import clean

PATIENCE_S = 20.0
"""By the clock: a process that sleeps uses no processor time."""
MEMORY = 640 * 1024 * 1024
"""Bytes of address space."""
CPU_S = 8
_MOST_SAID = 4_000_000
"""Bytes that are taken of what the process says."""
_CHILD = (sys.executable, "-I", "-m", "ccpro_desk.desk.attached.child")
_ASK = "Demandez à l'usager un PDF ou une image."


@dataclass(frozen=True, slots=True)
class Read:
    """What may be told and shown of a file."""

    kind: Kind
    text: str = ""
    notes: tuple[str, ...] = ()
    why_closed: str = ""
    """Why the machine's viewer is not started for it; empty: it may be."""


async def read(name: str, content: bytes) -> Read:
    """Never raises for what a file holds."""
    kind = kind_of(content)
    strange = disagrees(name, kind) and kind is not Kind.EMPTY
    notes = (f"Le nom du fichier dit autre chose que son contenu : {WORDS[kind]}.",) if strange else ()
    if kind not in READABLE:
        return Read(kind, "", notes, _why_closed(kind))
    said = await _said(content)
    if said is None:
        return Read(kind, "", (*notes, "Ce fichier n'a pas pu être lu dans les limites permises."), _UNSURE)
    return Read(kind, clean(str(said["text"])), (*notes, *_notes(kind, said)), _why_closed(kind, said))


_UNSURE = f"Ce fichier n'a pas pu être vérifié : il n'est pas ouvert. {_ASK}"


def _why_closed(kind: Kind, said: dict[str, object] | None = None) -> str:
    if kind in (Kind.TEXT, Kind.HTML):
        return "Son texte est tout ce que ce poste en montre : un texte peut être un programme."
    if kind not in SUFFIXES:
        return (
            f"Un fichier de ce genre ({WORDS[kind]}) peut contenir un programme : il n'est pas ouvert. {_ASK}"
        )
    if said is not None and said["active"]:
        return f"Ce PDF contient un programme ou un autre fichier : il n'est pas ouvert. {_ASK}"
    return _UNSURE if said is not None and not said["checked"] else ""


def _notes(kind: Kind, said: dict[str, object]) -> tuple[str, ...]:
    notes = []
    if said["note"] == "encrypted":
        notes.append("Ce PDF est protégé par un mot de passe : demandez-le sans protection.")
    elif said["note"]:
        notes.append("Ce fichier est abîmé : il n'a pas pu être lu en entier.")
    elif kind is Kind.PDF and not _has_words(str(said["text"])) and not said["cut"]:
        notes.append("Ce PDF ne contient pas de texte : c'est sans doute une image numérisée.")
    if said["cut"]:
        notes.append("Le texte est trop long ou trop lent à lire : seul le début est montré.")
    return tuple(notes)


def _has_words(text: str) -> bool:
    return any(line.strip() and not line.startswith("— page ") for line in text.split("\n"))


async def _said(content: bytes) -> dict[str, object] | None:
    """What the process said; none when it died, or said too much or nothing in time."""
    process = await asyncio.create_subprocess_exec(
        *_CHILD,
        *(str(MEMORY), str(CPU_S)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={"PATH": os.defpath, "LANG": "C.UTF-8"},
        start_new_session=True,
    )
    assert process.stdin is not None and process.stdout is not None
    try:
        async with asyncio.timeout(PATIENCE_S):
            told, _ = await asyncio.gather(
                _bounded(process.stdout), _give(process.stdin, content), return_exceptions=False
            )
        return _parsed(told)
    except (TimeoutError, ValueError, OSError):
        return None
    finally:
        await _end(process, process.stdout)


async def _end(process: asyncio.subprocess.Process, says: asyncio.StreamReader) -> None:
    """Kills it and reads out the rest: a reader that is full never sees the end for which `wait` waits."""
    if process.returncode is None:
        process.kill()
    while await says.read(65_536):
        continue
    await process.wait()


async def _give(to: asyncio.StreamWriter, content: bytes) -> None:
    try:
        to.write(content)
        await to.drain()
        to.close()
    except OSError:
        return  # it died: what it said tells


async def _bounded(source: asyncio.StreamReader) -> bytes:
    """Raises `ValueError` past the bound."""
    parts, size = [], 0
    while part := await source.read(65_536):
        size += len(part)
        if size > _MOST_SAID:
            raise ValueError("too much")
        parts.append(part)
    return b"".join(parts)


def _parsed(told: bytes) -> dict[str, object]:
    found = json.loads(told)
    if not isinstance(found, dict) or not {"text", "cut", "active", "checked", "note"} <= found.keys():
        raise ValueError("not what was asked")
    return found
