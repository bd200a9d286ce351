"""The command palette: everything the workstation can do, by its name; `:` goes to a place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input

from ccpro_desk.actions import Keymap
from ccpro_desk.actions.seek import Command, Hit, Suggest, seek
from ccpro_desk.domain.text import clean
from ccpro_desk.screens.picker import Picker
from ccpro_desk.screens.situation import Situation
from ccpro_desk.widgets.line_list import Entry
from ccpro_desk.widgets.pane import Block, said


class PaletteScreen(Picker[Command]):
    """Over the registry: what is not possible now says why. Tab writes the highlighted one in full."""

    CSS_PATH = "screens/window.tcss"
    TITLE_TEXT = "Toutes les commandes"
    PLACEHOLDER = "Nom de la commande : suivant, mettre de côté, file…"
    SELECTS = False
    KEYS = (("choose", "Entrée", "Faire"), ("complete", "Tab", "Compléter"), ("leave", "Échap", "Revenir"))
    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", show=False, priority=True)]

    def __init__(
        self,
        situation: Situation,
        keymap: Keymap,
        *,
        recent: Sequence[Command] = (),
        suggest: Suggest = lambda _: (),
        typed: str = "",
    ) -> None:
        super().__init__()
        self._situation, self._keymap = situation, keymap
        self._recent, self._suggest, self._typed_first = recent, suggest, typed
        self._hits: dict[str, Hit] = {}

    @property
    def initial(self) -> str:
        return self._typed_first

    def found(self, query: str) -> Sequence[Entry]:
        hits = seek(query, recent=self._recent, suggest=self._suggest)
        self._hits = {str(number): hit for number, hit in enumerate(hits)}
        return [self._entry(key, hit) for key, hit in self._hits.items()]

    def result(self, key: str) -> Command | None:
        hit = self._hits[key]
        why = hit.action.why_not(self._situation) or hit.trouble
        if why:
            self.say(why, "warning")
            return None
        argument = hit.action.argument
        if argument and argument.required and not hit.command.argument:
            self.action_complete()
            self.say(f"Indiquez : {argument.name}.")
            return None
        return hit.command

    def action_complete(self) -> None:
        """Write the highlighted command in the field, ready for what follows it."""
        key = self.highlighted
        if key is None:
            return
        field = self.query_one("#query", Input)
        field.value = self._hits[key].typed
        field.cursor_position = len(field.value)

    def do_complete(self) -> None:
        self.action_complete()

    def do_palette(self) -> None:
        """Already there."""

    do_place = do_palette

    def _entry(self, key: str, hit: Hit) -> Entry:
        action = hit.action
        why = action.why_not(self._situation) or hit.trouble
        note = clean(hit.note, keep_newlines=False)
        with_ = " ".join(part for part in (hit.command.argument, note) if part)
        parts = (
            (f"{action.label} : {with_}" if with_ else action.label, "$quiet" if why else "bold"),
            (self._keymap.first(action.id), "$accent"),
            (_word(hit), "$quiet"),
            ("récemment" if hit.recent else "", "$quiet"),
        )
        label = Content("  ").join(Content.styled(text, style) for text, style in parts if text)
        told = said(self._keymap.told(why or action.help), "$warning" if why else "$quiet")
        return Entry(key, (Block(label), told))


def _word(hit: Hit) -> str:
    """« :dossier SIREN »."""
    argument = hit.action.argument
    if not hit.action.words:
        return ""
    return f":{hit.action.words[0]}" + (f" {argument.name}" if argument else "")
