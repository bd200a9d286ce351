"""The registry of what an agent can do: footer, help, palette and key bindings all read this one table.

One file an area; an action that is added to its area's table is in the registry.
"""

from __future__ import annotations

from functools import cache

from ccpro_desk.actions.contact import CONTACT
from ccpro_desk.actions.editing import EDITING
from ccpro_desk.actions.keys import footer_key, key_name
from ccpro_desk.actions.model import Action, Binding, Where
from ccpro_desk.actions.places import PLACES
from ccpro_desk.actions.service import SERVICE

__all__ = ["ACTIONS", "Action", "Binding", "Where", "by_id", "footer", "footer_key", "key_name"]

ACTIONS: tuple[Action, ...] = (*CONTACT, *SERVICE, *PLACES, *EDITING)


@cache
def by_id() -> dict[str, Action]:
    return {action.id: action for action in ACTIONS}


def footer(*, narrow: bool) -> tuple[tuple[str, str, str], ...]:
    """(id, key, word) of what the footer shows."""
    shown = (action for action in ACTIONS if action.short and (action.narrow or not narrow))
    return tuple((action.id, footer_key(action.keys[0]), action.short) for action in shown)
