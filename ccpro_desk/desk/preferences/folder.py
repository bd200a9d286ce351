"""A profile's config folder: `settings.toml`, `keys.toml`, `theme.toml`, all of them optional."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ccpro_desk.desk.errors import DeskError
from ccpro_desk.desk.preferences.model import Preferences, Value

if TYPE_CHECKING:
    from ccpro_desk.desk.preferences.flat_toml import Entry, Fault

HEAD = "# Réglages de ce poste. L'écran « :reglages » les écrit ; vous pouvez aussi les changer ici.\n"


class PreferencesUnwritable(DeskError):
    """The settings cannot be written; they hold until the workstation is left."""


@dataclass(frozen=True, slots=True)
class ConfigFolder:
    """Where an agent's own files lie. Reading makes nothing; the folder appears when something is written."""

    path: Path

    @property
    def settings(self) -> Path:
        return self.path / "settings.toml"

    @property
    def keys(self) -> Path:
        return self.path / "keys.toml"

    @property
    def theme(self) -> Path:
        return self.path / "theme.toml"

    def read(self) -> tuple[Preferences, tuple[Fault, ...]]:
        """The settings, the default in place of each faulty one, and what is wrong."""
        if not is_there(self.settings):
            return Preferences(), ()
        from ccpro_desk.desk.preferences.flat_toml import read_flat
        from ccpro_desk.desk.preferences.table import SETTINGS

        flat = read_flat(self.settings)
        known = {setting.id: setting for setting in SETTINGS}
        given: dict[str, Any] = {}
        faults = list(flat.faults)
        for entry in flat.entries:
            setting = known.get(entry.key)
            if setting is None:
                faults.append(self._fault(entry, f"« {entry.key} » n'est pas un réglage."))
            elif not setting.allows(entry.value):
                values = ", ".join(_shown(choice.value) for choice in setting.choices)
                wrong = f"« {entry.key} » ne peut pas valoir {_shown(entry.value)}"
                faults.append(self._fault(entry, f"{wrong} : choisissez parmi {values}."))
            else:
                given[entry.key] = entry.value
        return Preferences(**given), tuple(faults)

    def change(self, **values: Value) -> None:
        """Write these settings, whole or not at all; whatever else the file holds stays as it is.

        Raises `PreferencesUnwritable`.
        """
        from ccpro_desk.desk.errors import StoreProblem
        from ccpro_desk.desk.places import write_private
        from ccpro_desk.desk.preferences.flat_toml import with_values

        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            text = self.settings.read_text(encoding="utf-8") if self.settings.exists() else HEAD
            write_private(self.settings, with_values(text, values).encode())
        except (OSError, UnicodeDecodeError, StoreProblem) as error:
            raise PreferencesUnwritable(
                "Réglage non enregistré : il vaut jusqu'à la fermeture du poste.",
                f"Vérifiez vos droits sur {self.settings}.",
            ) from error

    def _fault(self, entry: Entry, sentence: str) -> Fault:
        from ccpro_desk.desk.preferences.flat_toml import Fault

        return Fault(self.settings.name, entry.line, sentence)


def is_there(path: Path) -> bool:
    """Whether there is something to read; what may not even be looked at is read, and told."""
    try:
        return path.exists()
    except OSError:
        return True


def config_folder(profile: str = "default") -> ConfigFolder:
    """`$XDG_CONFIG_HOME/ccpro-desk/<profile>`, and the like on other systems."""
    from platformdirs import user_config_path

    return ConfigFolder(user_config_path("ccpro-desk", appauthor=False) / profile)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else str(value)
