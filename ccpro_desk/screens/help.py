"""The keys and what they do, read from the registry."""

from __future__ import annotations

from collections.abc import Sequence

from ccpro_desk import actions
from ccpro_desk.actions import Action, Keymap
from ccpro_desk.screens.listing import Listing
from ccpro_desk.screens.situation import NOT_YET, Situation
from ccpro_desk.widgets.pane import Block, field, hint

LOOP = "La boucle : F2 suivant, lire, F3 fiche, F6 relire, F6 envoyer, F8 motif, Entrée."
GROUPS = (
    ("Traiter un contact", actions.Binding.ALWAYS, actions.Where.WORKSPACE),
    ("Partout", actions.Binding.ALWAYS, actions.Where.EVERYWHERE),
    ("Se déplacer et écrire", actions.Binding.WIDGET, actions.Where.WORKSPACE),
    ("Hors d'un éditeur", actions.Binding.OUTSIDE_EDITORS, actions.Where.WORKSPACE),
    ("Par leur nom (Ctrl+P)", actions.Binding.NONE, None),
)


class HelpScreen(Listing):
    """Every action of the registry has its line."""

    TITLE_TEXT = "Aide"

    def __init__(self, situation: Situation, keymap: Keymap) -> None:
        super().__init__()
        self._situation, self._keymap = situation, keymap

    def blocks(self) -> Sequence[Block]:
        lines = [
            hint(LOOP, "bold"),
            Block(),
        ]
        for title, binding, where in GROUPS:
            lines.append(hint(title, "bold $accent"))
            lines += [
                self._line(a) for a in actions.ACTIONS if a.binding is binding and where in (None, a.where)
            ]
            lines.append(Block())
        return lines

    def do_help(self) -> None:
        self.action_back()

    def _line(self, action: Action) -> Block:
        keys = self._keymap.names(action.id)
        own = action.binding is not actions.Binding.WIDGET
        what = self._keymap.told(action.help) if own else action.help
        later = "" if action.ready else f" ({NOT_YET[:-1].lower()})"
        return field(f" {keys}" if keys else " ·", f"{action.label}. {what}{later}", width=18)
