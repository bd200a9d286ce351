"""`data/motifs.toml` → `Motifs`."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType

from ccpro_desk.domain.dispatch.skills import LEVELS
from ccpro_desk.domain.motifs import Family, Motif, Motifs
from ccpro_desk.reference import DataError
from ccpro_desk.reference.files import read_toml


@cache
def load_motifs() -> Motifs:
    """The published motifs. Raises `DataError` naming what is wrong in the file."""
    table = read_toml("motifs.toml")
    try:
        families = tuple(Family(f["id"], f["label"], f["skill"]) for f in table["family"])
        items = tuple(
            Motif(
                code=m["code"],
                number=m["number"],
                label=m["label"],
                taxes=tuple(m.get("taxes", ())),
                level=_level(m.get("level", 1)),
                keywords=MappingProxyType(dict(m.get("keywords", {}))),
            )
            for m in table["motif"]
        )
    except ValueError as error:
        raise DataError(f"data/motifs.toml : {error}.") from error
    except KeyError as error:
        raise DataError(
            f"data/motifs.toml : il manque « {error.args[0]} » à un motif ou à une famille."
        ) from error
    return Motifs(families, items)


def _level(level: int) -> int:
    if level not in LEVELS:
        raise ValueError(f"« level » vaut 1, 2 ou 3, pas {level!r}")
    return level
