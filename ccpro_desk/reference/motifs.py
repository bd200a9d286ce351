"""`data/motifs.toml` → `Motifs`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from ccpro_desk.domain.dispatch.skills import LEVELS
from ccpro_desk.domain.motifs import Family, Motif, Motifs, Weight
from ccpro_desk.reference import DataError
from ccpro_desk.reference.files import read_toml


@cache
def load_motifs() -> Motifs:
    """The published motifs. Raises `DataError` naming what is wrong in the file."""
    return read_motifs(read_toml("motifs.toml"))


def read_motifs(table: Mapping[str, Any]) -> Motifs:
    """The motifs of a file's table. Raises `DataError`."""
    try:
        guessing = table["guess"]
        families = tuple(Family(f["id"], f["label"], f["skill"]) for f in table["family"])
        items = tuple(_motif(m, guessing["subject"]) for m in table["motif"])
        return Motifs(families, items, guessing["threshold"], guessing["margin"])
    except ValueError as error:
        raise DataError(f"data/motifs.toml : {error}.") from error
    except KeyError as error:
        raise DataError(
            f"data/motifs.toml : il manque « {error.args[0]} » à un motif, à une famille ou à [guess]."
        ) from error


def _motif(table: Mapping[str, Any], factor: int) -> Motif:
    return Motif(
        code=table["code"],
        number=table["number"],
        label=table["label"],
        taxes=tuple(table.get("taxes", ())),
        level=_level(table.get("level", 1)),
        keywords=_weights(table.get("keywords", {}), factor),
    )


def _weights(table: Mapping[str, Any], factor: int) -> Mapping[str, Weight]:
    """By word; one number: in the text, and `factor` times as much in the subject; two: subject, text."""
    return MappingProxyType({word: _weight(value, factor) for word, value in table.items()})


def _weight(value: Any, factor: int) -> Weight:
    match value:
        case int():
            return Weight(value * factor, value)
        case [int() as subject, int() as body]:
            return Weight(subject, body)
    raise ValueError(f"un poids est un nombre, ou deux (objet, texte), pas {value!r}")


def _level(level: int) -> int:
    if level not in LEVELS:
        raise ValueError(f"« level » vaut 1, 2 ou 3, pas {level!r}")
    return level
