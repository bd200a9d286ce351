"""The command palette: everything the workstation can do, by its name."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from ccpro_desk import actions
from ccpro_desk.actions import Action, Keymap
from ccpro_desk.domain.motifs import fold
from ccpro_desk.screens.picker import Picker
from ccpro_desk.screens.situation import Situation
from ccpro_desk.widgets.line_list import Entry
from ccpro_desk.widgets.pane import Block, said

HIDDEN = frozenset({"palette", "nothing"})
"""The palette itself, and the key that does nothing."""


class PaletteScreen(Picker[str]):
    """Over the registry: what is not possible now says why. Gives the action's id."""

    CSS_PATH = "screens/window.tcss"
    TITLE_TEXT = "Toutes les commandes"
    PLACEHOLDER = "Nom de la commande : suivant, mettre de côté, file…"
    KEYS = (("choose", "Entrée", "Faire"), ("leave", "Échap", "Revenir"))

    def __init__(self, situation: Situation, keymap: Keymap) -> None:
        super().__init__()
        self._situation, self._keymap = situation, keymap

    def found(self, query: str) -> Sequence[Entry]:
        sought = fold(query).split()
        shown = [a for a in actions.ACTIONS if a.id not in HIDDEN and a.binding is not actions.Binding.WIDGET]
        fit = [a for a in shown if all(w in _words(a) for w in sought)]
        fit.sort(key=lambda action: _rank(action, " ".join(sought)))
        return [self._entry(a) for a in fit]

    def result(self, key: str) -> str | None:
        why = actions.by_id()[key].why_not(self._situation)
        if why:
            self.say(why, "warning")
            return None
        return key

    def _entry(self, action: Action) -> Entry:
        why = action.why_not(self._situation)
        label = Content.styled(f"{action.label}", "$quiet" if why else "bold") + Content.styled(
            f"  {self._keymap.first(action.id)}", "$accent"
        )
        told = said(self._keymap.told(why or action.help), "$warning" if why else "$quiet")
        return Entry(action.id, (Block(label), told))

    def do_palette(self) -> None:
        """Already there."""


def _words(action: Action) -> str:
    return fold(" ".join((action.label, action.help, *action.words)))


def _rank(action: Action, query: str) -> int:
    """A word of its own first, then the label's beginning, the label, the help line."""
    label = fold(action.label)
    fits = (
        not query or query in action.words,
        label.startswith(query) or any(word.startswith(query) for word in action.words),
        query in label,
    )
    return next((rank for rank, fit in enumerate(fits) if fit), len(fits))
