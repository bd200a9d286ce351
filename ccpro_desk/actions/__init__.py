"""The registry of what an agent can do: footer, help, palette and key bindings all read this one table.

One file an area; an action that is added to its area's table is in the registry. `keymap` holds the agent's
own keys; `keyfile` reads them.
"""

from __future__ import annotations

from ccpro_desk.actions.keymap import DEFAULT, Keymap
from ccpro_desk.actions.keys import footer_key, key_name
from ccpro_desk.actions.model import Action, Argument, Binding, Where
from ccpro_desk.actions.registry import ACTIONS, by_id

__all__ = [
    "ACTIONS",
    "DEFAULT",
    "Action",
    "Argument",
    "Binding",
    "Keymap",
    "Where",
    "by_id",
    "footer_key",
    "key_name",
]
