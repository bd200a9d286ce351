"""`data/identification.toml` → the catalogue of identity checks."""

from __future__ import annotations

from functools import cache

from ccpro_desk.domain.identification import Check, Checks, Kind
from ccpro_desk.reference import DataError
from ccpro_desk.reference.files import read_toml

_TAKEN = ("n", "q", "r")
"""Letters of the screen's own keys."""


@cache
def load_checks() -> Checks:
    """The identity checks. Raises `DataError` naming what is wrong in the file."""
    table = read_toml("identification.toml")
    try:
        items = tuple(
            Check(c["code"], c["label"], Kind(c["kind"]), c.get("hint", ""), c["key"]) for c in table["check"]
        )
        _check_keys([item.key for item in items])
        alert = table.get("alert", {})
        return Checks(items, int(alert.get("failures", 3)), int(alert.get("days", 7)))
    except (KeyError, ValueError) as error:
        raise DataError(f"data/identification.toml : contrôle mal décrit ({error}).") from error


def _check_keys(keys: list[str]) -> None:
    """Raises `ValueError`: each check is ticked by a letter of its own."""
    for key in keys:
        if len(key) != 1 or not "a" <= key <= "z" or key in _TAKEN or keys.count(key) > 1:
            raise ValueError(f"touche « {key} »")
