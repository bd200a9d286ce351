"""Where things lie under a workstation's state directory (0700): one folder a store, and two small files.

`desk.id` is the workstation's own UUID, `last.json` says who signed in last at which central. Neither holds
anything about a usager.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid4

from ccpro_desk.desk.errors import StoreProblem


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of one (central, login)."""

    folder: Path
    name: str
    """Names the store in the keyring."""

    @property
    def store(self) -> Path:
        return self.folder / "store.db"

    @property
    def lock(self) -> Path:
        return self.folder / "store.lock"

    @property
    def wrapped_key(self) -> Path:
        return self.folder / "store.key"


@dataclass(frozen=True, slots=True)
class Places:
    """A workstation's state directory, for one central."""

    state_dir: Path
    central: str

    def of(self, login: str) -> Place:
        """This login's folder, made if it is missing. Raises `StoreProblem`."""
        name = sha256(f"{self.central}\n{login}".encode()).hexdigest()[:16]
        return Place(_private(_private(self.state_dir) / name), name)

    def desk_id(self) -> UUID:
        """The workstation's own UUID, made at the first start."""
        path = _private(self.state_dir) / "desk.id"
        try:
            return UUID(path.read_text(encoding="ascii").strip())
        except (OSError, ValueError):
            made = uuid4()
            write_private(path, str(made).encode())
            return made

    def last_login(self) -> str | None:
        login = self._lasts().get(self.central)
        return login if isinstance(login, str) else None

    def remember_login(self, login: str) -> None:
        lasts = {**self._lasts(), self.central: login}
        write_private(_private(self.state_dir) / "last.json", json.dumps(lasts).encode())

    def _lasts(self) -> dict[str, object]:
        try:
            found = json.loads((self.state_dir / "last.json").read_bytes())
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}


def write_private(path: Path, content: bytes) -> None:
    """Write `path` (0600) whole or not at all. Raises `StoreProblem`."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise _unwritable(path.parent, error) from error


def _private(folder: Path) -> Path:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.stat().st_mode & 0o077:
            folder.chmod(0o700)
    except OSError as error:
        raise _unwritable(folder, error) from error
    return folder


def _unwritable(folder: Path, error: OSError) -> StoreProblem:
    return StoreProblem(
        f"Le dossier {folder} n'est pas utilisable : {error.strerror or error}.",
        "Vérifiez vos droits et la place libre sur le disque, puis relancez ccpro-desk.",
    )
