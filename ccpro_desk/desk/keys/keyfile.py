"""Demo and sandbox: the key lies in a file of its owner's (0600). Their data are invented."""

from __future__ import annotations

import secrets
from pathlib import Path

from ccpro_desk.desk.errors import KeyProblem
from ccpro_desk.desk.keys.port import KEY_BYTES, Keys
from ccpro_desk.desk.places import Place, write_private


class FileKeys(Keys):
    def __init__(self, path: Path) -> None:
        self._path = path

    def store_key(self, place: Place) -> bytes:
        try:
            key = bytes.fromhex(self._path.read_text(encoding="ascii"))
        except FileNotFoundError:
            return self._make()
        except (OSError, ValueError) as error:
            raise _unusable(self._path) from error
        if len(key) != KEY_BYTES:
            raise _unusable(self._path)
        return key

    def _make(self) -> bytes:
        key = secrets.token_bytes(KEY_BYTES)
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(self._path, key.hex().encode())
        return key


def _unusable(path: Path) -> KeyProblem:
    return KeyProblem(
        f"Le fichier de clé {path} est illisible.",
        "Rétablissez-le, ou repartez d'une démonstration neuve : ccpro-desk demo --fresh.",
    )
