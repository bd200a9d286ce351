"""What officers edit under `data/`, read into the domain's values, once a process."""

from __future__ import annotations

from functools import cache
from pathlib import Path


class DataError(Exception):
    """A file under `data/` cannot be used; the message names the file and the mend."""


@cache
def data_dir() -> Path:
    """Where `data/` lies: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    for candidate in (package / "data", package.parent / "data"):
        if (candidate / "motifs.toml").is_file():
            return candidate
    raise DataError("Le dossier « data » est introuvable : réinstallez ccpro-desk.")
