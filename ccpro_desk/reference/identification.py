"""`data/identification.toml` → the catalogue of identity checks."""

from __future__ import annotations

from functools import cache

from ccpro_desk.domain.identification import Check, Checks, Kind
from ccpro_desk.reference import DataError
from ccpro_desk.reference.files import read_toml


@cache
def load_checks() -> Checks:
    """The identity checks. Raises `DataError` naming what is wrong in the file."""
    table = read_toml("identification.toml")
    try:
        items = tuple(
            Check(c["code"], c["label"], Kind(c["kind"]), c.get("hint", "")) for c in table["check"]
        )
    except (KeyError, ValueError) as error:
        raise DataError(f"data/identification.toml : contrôle mal décrit ({error}).") from error
    return Checks(items)
