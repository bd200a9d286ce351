"""One file of `data/answers` → `Answer`, or the faults with their lines."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ccpro_desk.answers.head import Places, head_faults
from ccpro_desk.answers.model import (
    Answer,
    Blank,
    BlankType,
    Channel,
    Reference,
    ReferenceKind,
    Status,
    Variant,
)
from ccpro_desk.reference.faults import ContentError, Fault

_FENCE = "+++"
_HEADING = re.compile(r"##\s+(\S+)\s*")
_TUPLES = ("motifs", "taxes", "sources", "related")
_AS_IS = (
    "id", "title", "level", "author", "approver", "version", "valid_from", "valid_to", "review", "supersedes",
    "handled_by",
)  # fmt: skip


def read_answer(path: Path, name: str) -> Answer:
    """The answer in `path`, called `name` in messages. Raises `ContentError`."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        fault = Fault(name, 1, "Ce fichier n'est pas en UTF-8.", "Enregistrez-le en UTF-8.")
        raise ContentError([fault]) from error
    return parse_answer(text, name)


def parse_answer(text: str, name: str) -> Answer:
    """The answer that `text` writes. Raises `ContentError` with every fault found."""
    lines = text.splitlines()
    end = _end_of_head(lines, name)
    head = "\n".join(lines[1:end])
    places = Places.of(name, head, 2)
    table = _table(head, name)
    faults = head_faults(table, places)
    variants, wrong = _variants(lines[end + 1 :], end + 2, name)
    faults += wrong
    if not faults:
        faults = _channel_faults(table["channels"], variants, places)
    if faults:
        raise ContentError(faults)
    return _answer(table, variants, places)


def _end_of_head(lines: list[str], name: str) -> int:
    if not lines or lines[0].strip() != _FENCE:
        raise ContentError(
            [Fault(name, 1, "L'en-tête manque.", "Commencez le fichier par une ligne « +++ ».")]
        )
    end = next((n for n, line in enumerate(lines[1:], 1) if line.strip() == _FENCE), None)
    if end is None:
        fault = Fault(
            name, len(lines), "L'en-tête n'est pas fermé.", "Ajoutez une ligne « +++ » après l'en-tête."
        )
        raise ContentError([fault])
    return end


def _table(head: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(head)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) + 1 if found else len(head.splitlines()) + 1
        fault = Fault(name, line, f"En-tête TOML illisible ({error}).", "Corrigez cette ligne.")
        raise ContentError([fault]) from error


def _variants(lines: list[str], first: int, name: str) -> tuple[dict[Channel, Variant], list[Fault]]:
    allowed = {c.value: c for c in Channel}
    variants: dict[Channel, Variant] = {}
    faults: list[Fault] = []
    starts = [(n, m[1]) for n, line in enumerate(lines) if (m := _HEADING.fullmatch(line))]
    for (start, title), stop in zip(starts, [n for n, _ in starts[1:]] + [len(lines)], strict=True):
        body = "\n".join(lines[start + 1 : stop])
        channel = allowed.get(title)
        if channel is None:
            mend = f"Employez : {', '.join(f'## {c}' for c in allowed)}."
            faults.append(Fault(name, first + start, f"Titre « ## {title} » inconnu.", mend))
        elif channel in variants:
            faults.append(
                Fault(
                    name, first + start, f"« ## {title} » est écrit deux fois.", "Réunissez les deux textes."
                )
            )
        elif not body.strip():
            faults.append(
                Fault(
                    name, first + start, f"« ## {title} » est vide.", "Écrivez le texte, ou retirez ce titre."
                )
            )
        else:
            variants[channel] = Variant(body.rstrip(), first + start + 1)
    return variants, faults


def _channel_faults(channels: list[str], variants: Mapping[Channel, Variant], places: Places) -> list[Fault]:
    line = places.keys["channels"]
    missing = [
        places.fault(
            line,
            f"Le canal « {c} » n'a pas de texte.",
            f"Écrivez « ## {c} » et son texte, ou retirez ce canal.",
        )
        for c in channels
        if Channel(c) not in variants
    ]
    extra = [
        places.fault(
            v.line - 1, f"« ## {c} » n'est pas dans « channels ».", "Ajoutez ce canal à « channels »."
        )
        for c, v in variants.items()
        if c.value not in channels
    ]
    return missing + extra


def _answer(table: Mapping[str, Any], variants: dict[Channel, Variant], places: Places) -> Answer:
    head = {key: table[key] for key in _AS_IS if key in table}
    head |= {key: tuple(table.get(key, ())) for key in _TUPLES}
    return Answer(
        **head,
        channels=tuple(Channel(c) for c in table["channels"]),
        status=Status(table["status"]),
        references=tuple(_reference(row) for row in table.get("references", ())),
        blanks=tuple(_blank(row) for row in table.get("blanks", ())),
        variants=MappingProxyType(variants),
        file=places.file,
        lines=MappingProxyType(dict(places.keys)),
    )


def _reference(row: Mapping[str, Any]) -> Reference:
    return Reference(ReferenceKind(row["kind"]), row["ref"], row.get("label", ""), row.get("note", ""))


def _blank(row: Mapping[str, Any]) -> Blank:
    choices = tuple(row.get("choices", ()))
    return Blank(row["name"], BlankType(row["type"]), row["label"], choices, row.get("fill", ""))
