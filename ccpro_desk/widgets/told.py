"""Sentences name the default keys; on the screen they name this agent's."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from textual.widget import Widget

from ccpro_desk.actions import DEFAULT, Keymap


@runtime_checkable
class HasKeymap(Protocol):
    keymap: Keymap


def keymap_of(widget: Widget) -> Keymap:
    """The application's; the registry's own where a widget stands in another one."""
    app = widget.app
    return app.keymap if isinstance(app, HasKeymap) else DEFAULT
