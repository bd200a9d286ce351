"""`keys.toml`: the keys an agent chose, `action = "F2"` or `action = ["F2", "s"]`; `[]` takes a key away.

What is wrong names its line, and the action keeps the registry's keys.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from ccpro_desk.actions.keymap import Keymap, is_always
from ccpro_desk.actions.keys import key_name, read_key, why_never, why_not_alone
from ccpro_desk.actions.model import Action, Binding
from ccpro_desk.actions.registry import ACTIONS, by_id
from ccpro_desk.desk.preferences.flat_toml import Entry, Fault, Flat, read_flat


class _Wrong(Exception):
    """Why an entry does not count."""


@dataclass(frozen=True, slots=True)
class _Wish:
    """What one line asks."""

    action: Action
    keys: tuple[str, ...]
    line: int


def read_keys(path: Path) -> tuple[Keymap, tuple[Fault, ...]]:
    """Never raises: what cannot be read is a fault, and the defaults hold."""
    return keymap_of(read_flat(path), path.name)


def keymap_of(flat: Flat, name: str) -> tuple[Keymap, tuple[Fault, ...]]:
    faults, wishes = list(flat.faults), []
    for entry in flat.entries:
        try:
            wishes.append(_wish(entry))
        except _Wrong as wrong:
            faults.append(Fault(name, entry.line, str(wrong)))
    kept, clashes = _without_conflicts(wishes)
    faults += [Fault(name, line, sentence) for line, sentence in clashes]
    changed = {w.action.id: w.keys for w in kept if w.keys != (*w.action.keys, *w.action.aliases)}
    return Keymap(MappingProxyType(changed)), tuple(sorted(faults, key=lambda fault: fault.line))


def _wish(entry: Entry) -> _Wish:
    action = by_id().get(entry.key)
    if action is None:
        raise _Wrong(f"« {entry.key} » n'est pas une commande{_like(entry.key)}.")
    if action.binding is Binding.WIDGET or action.id == "nothing":
        raise _Wrong(f"les touches de « {action.label} » ne se changent pas.")
    keys = tuple(dict.fromkeys(_key(action, written) for written in _written(entry)))
    if not keys and action.id == "palette":
        raise _Wrong(f"« {action.label} » doit garder une touche : tout le reste en dépend.")
    alone = [why_not_alone(key) for key in keys]
    if keys and all(alone) and keys != (*action.keys, *action.aliases):
        raise _Wrong(
            f"« {key_name(keys[0])} » ne peut être la seule touche de « {action.label} » : {alone[0]}. "
            "Ajoutez-en une autre."
        )
    return _Wish(action, keys, entry.line)


def _written(entry: Entry) -> list[str]:
    """The keys as they are written. Raises `_Wrong`."""
    given = [entry.value] if isinstance(entry.value, str) else entry.value
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise _Wrong(f'écrivez {entry.key} = "F2", ou {entry.key} = ["F2", "s"].')
    return given


def _key(action: Action, written: str) -> str:
    key = read_key(written)
    if key is None:
        raise _Wrong(f"« {written[:20]} » n'est pas une touche.")
    if why := why_never(key, outside=not is_always(action, key)):
        raise _Wrong(f"« {key_name(key)} » ne peut pas servir à « {action.label} » : {why}.")
    return key


def _without_conflicts(wishes: Iterable[_Wish]) -> tuple[list[_Wish], list[tuple[int, str]]]:
    """The wishes that go together, and why the others do not. The first line wins, a default over any."""
    kept, clashes = list(wishes), []
    while clash := _clash(kept):
        lost, other, key = clash
        kept.remove(lost)
        clashes.append((lost.line, f"« {key_name(key)} » sert déjà à « {other.label} »."))
    return kept, clashes


def _clash(wishes: list[_Wish]) -> tuple[_Wish, Action, str] | None:
    """A wish to give up, for whom, and over which key."""
    by_action: Mapping[str, _Wish] = {wish.action.id: wish for wish in wishes}
    owners: dict[str, Action] = {}
    for action in sorted(ACTIONS, key=lambda a: by_action[a.id].line if a.id in by_action else 0):
        if action.binding is Binding.WIDGET:
            continue
        wish = by_action.get(action.id)
        for key in wish.keys if wish else (*action.keys, *action.aliases):
            owner = owners.setdefault(key, action)
            if owner is not action and wish:
                return wish, owner, key
    return None


def _like(written: str) -> str:
    from difflib import get_close_matches

    known = [a.id for a in ACTIONS if a.binding is not Binding.WIDGET]
    near = get_close_matches(written, known, 1)
    return f" : pensiez-vous à « {near[0]} » ?" if near else ". « ccpro-desk keys show » les donne toutes"
