"""Which keys do what, for this agent: the registry's own, and what they changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from ccpro_desk.actions.keys import HARMFUL, footer_key, is_typed, key_name
from ccpro_desk.actions.model import Action, Binding
from ccpro_desk.actions.registry import ACTIONS, by_id

_NAMED = re.compile(r'(?<![\w+"])(?<!« )(?:Ctrl\+[A-Z]|F(?:1[0-2]|[1-9]))(?!\w)')


@dataclass(frozen=True, slots=True)
class Bound:
    """Some keys and what they do."""

    id: str
    """Of the action, or `nothing`."""
    keys: tuple[str, ...]
    always: bool
    """Before whatever has the focus; else only outside editors."""


@dataclass(frozen=True, slots=True)
class Keymap:
    """Sentences and labels name the default keys; `told` puts this agent's in their place.

    A key between quotes is that very key.
    """

    changed: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Action → its keys, where they are not the registry's; empty: none."""

    def of(self, id_: str) -> tuple[str, ...]:
        """The keys of an action, the one that is shown first."""
        action = by_id()[id_]
        return self.changed.get(id_, (*action.keys, *action.aliases))

    def first(self, id_: str) -> str:
        """« F2 »; empty without a key."""
        return next((key_name(key) for key in self.of(id_)), "")

    def names(self, id_: str) -> str:
        """« F7, F12 », and what is caught: all that does this."""
        keys = (*self.of(id_), *by_id()[id_].traps)
        return ", ".join(dict.fromkeys(key_name(key) for key in keys))

    def footer(self, *, narrow: bool) -> tuple[tuple[str, str, str], ...]:
        """(id, key, word) of what the footer shows; what has no key is left to the palette."""
        shown = (a for a in ACTIONS if a.short and (a.narrow or not narrow) and self.of(a.id))
        return tuple((a.id, footer_key(self.of(a.id)[0]), a.short) for a in shown)

    def told(self, sentence: str) -> str:
        """`sentence`, which names the default keys, with this agent's."""
        return _NAMED.sub(self._own, sentence) if self.changed else sentence

    def bar_key(self, id_: str, key: str) -> str:
        """What a bar shows for `key`, written for an action by its default."""
        action = by_id().get(id_)
        if id_ not in self.changed or action is None or key != footer_key(default_keys(action)[0]):
            return key
        return next((footer_key(own) for own in self.of(id_)), "")

    def bound(self) -> Iterator[Bound]:
        """What the application binds; a harmful key that nothing uses does nothing."""
        used: set[str] = set()
        for action in ACTIONS:
            if action.binding is Binding.WIDGET:
                continue
            keys = self.of(action.id)
            used.update(keys)
            always = tuple(key for key in keys if is_always(action, key))
            outside = tuple(key for key in keys if key not in always)
            if always:
                yield Bound(action.id, always, always=True)
            if outside:
                yield Bound(action.id, tuple(cased for key in outside for cased in cases(key)), always=False)
        for action in ACTIONS:
            if traps := tuple(key for key in action.traps if key not in used):
                yield Bound(action.id, traps, always=True)
                used.update(traps)
        if idle := tuple(key for key in HARMFUL if key not in used):
            yield Bound("nothing", idle, always=True)

    def _own(self, named: re.Match[str]) -> str:
        id_ = _by_default_name().get(named[0])
        if id_ is None or id_ not in self.changed:
            return named[0]
        if own := self.first(id_):
            return own
        return f"{self.first('palette')}, « {by_id()[id_].label} »"


DEFAULT = Keymap()


def default_keys(action: Action) -> tuple[str, ...]:
    return action.keys or action.aliases or ("",)


def is_always(action: Action, key: str) -> bool:
    """Whether this action answers this key before whatever has the focus."""
    return action.binding is not Binding.OUTSIDE_EDITORS and not is_typed(key)


def cases(key: str) -> tuple[str, ...]:
    """Outside editors letters act in either case."""
    letter = len(key) == 1 and key.isalpha()
    return (key.lower(), key.upper()) if letter else (key,)


@cache
def _by_default_name() -> Mapping[str, str]:
    """« F2 » → `next`."""
    return {
        key_name(key): action.id
        for action in reversed(ACTIONS)
        if action.binding is not Binding.WIDGET
        for key in action.keys
    }
