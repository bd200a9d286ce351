"""Reads one TOML file of `data/`, with an error that a person can act on."""

from __future__ import annotations

import tomllib
from typing import Any

from ccpro_desk.reference import DataError, data_dir


def read_toml(name: str) -> dict[str, Any]:
    """The table of `data/<name>`. Raises `DataError` when the file is missing or not TOML."""
    path = data_dir() / name
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DataError(
            f"data/{name} : lecture impossible ({error}). Corrigez ou rétablissez ce fichier."
        ) from error
