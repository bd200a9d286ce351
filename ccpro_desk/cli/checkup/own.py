"""The agent's own files: where they lie, and the lines of them that do not count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ccpro_desk.desk.checkup.finding import Finding, good, poor
from ccpro_desk.desk.preferences import OWN_THEME, ConfigFolder, is_there
from ccpro_desk.desk.preferences.flat_toml import Fault


def check(folder: ConfigFolder) -> Iterator[Finding]:
    from ccpro_desk.actions.keyfile import read_keys
    from ccpro_desk.widgets.own_theme import read_theme

    preferences, faults = folder.read()
    yield _told("settings", "Réglages", str(folder.settings), is_there(folder.settings), faults)
    if not preferences.set_up:
        yield good("set_up", "Premier réglage", "le poste le proposera à son prochain démarrage")
    keymap, faults = read_keys(folder.keys)
    changed = (
        f"{folder.keys} ({len(keymap.changed)} commandes changées)" if keymap.changed else str(folder.keys)
    )
    yield _told("keys", "Touches", changed, is_there(folder.keys), faults)
    theme, faults = read_theme(folder.theme)
    if theme is not None:
        yield _told("theme", "Thème personnel", str(folder.theme), True, faults)
    elif preferences.theme == OWN_THEME:
        mend = "Écrivez-le, ou choisissez un autre thème : « :reglages »."
        yield poor("theme", "Thème personnel", f"{folder.theme} manque", mend)


def _told(id_: str, label: str, found: str, exists: bool, faults: Sequence[Fault]) -> Finding:
    if faults:
        return poor(id_, label, " ".join(fault.told for fault in faults), f"Corrigez {found}.")
    return good(id_, label, found if exists else f"{found}, absent : les valeurs d'origine valent")
