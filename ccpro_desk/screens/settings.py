"""« :reglages »: what can be set, where the agent's own files lie, and what is wrong in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from ccpro_desk.desk.preferences import Value, is_there
from ccpro_desk.desk.preferences.table import SETTINGS, Setting
from ccpro_desk.screens.base import Window
from ccpro_desk.screens.ring_test import try_ring
from ccpro_desk.widgets.banner import Banner
from ccpro_desk.widgets.bars import KeyBar, NoticeBar
from ccpro_desk.widgets.line_list import Entry, LineList
from ccpro_desk.widgets.pane import Block, said

SHOWN = tuple(setting for setting in SETTINGS if setting.id != "set_up")
LABEL = 26


class SettingsScreen(Window[None]):
    """← → changes the highlighted setting, at once and for the next starts; Enter too, or does the rest."""

    CSS_PATH = "window.tcss"
    AUTO_FOCUS = "#list"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "change(-1)", show=False, priority=True),
        Binding("right", "change(1)", show=False, priority=True),
    ]

    def compose(self) -> ComposeResult:
        with Vertical(id="frame") as frame:
            frame.border_title = Content("Réglages de ce poste")
            yield LineList(id="list")
            yield Banner(id="banner")
            yield NoticeBar()
            yield KeyBar(
                (("change", "← →", "Changer"), ("choose", "Entrée", "Faire"), ("leave", "Échap", "Revenir"))
            )

    def on_mount(self) -> None:
        self.host.read_own()
        self.refill()

    def refill(self) -> None:
        self.query_one("#list", LineList).fill([*map(self._setting, SHOWN), *self._others()])

    def action_change(self, step: int) -> None:
        known = next((s for s in SHOWN if s.id == self.query_one("#list", LineList).key), None)
        if known is not None:
            self._change(known, step)

    def do_choose(self) -> None:
        key = self.query_one("#list", LineList).key
        do = self._doing().get(key or "")
        if do is not None:
            do()
        else:
            self.action_change(1)

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self.do_choose()

    def do_change(self) -> None:
        self.action_change(1)

    def do_theme(self, name: str = "") -> None:
        self.host.do_theme(name)
        self.refill()

    def do_leave(self) -> None:
        self.action_back()

    def do_settings(self) -> None:
        """Already there."""

    # --- settings

    def _change(self, known: Setting, step: int) -> None:
        value = known.after(self._value(known), step)
        while known.id == "theme" and value not in self.host.looks:
            value = known.after(value, step)
        trouble = self.host.prefer(**{known.id: value})
        if known.id == "theme":
            self.host.wear(str(value))
        self.host.show_state(self.host.desk.state)  # what is on the screens follows at once
        self.say(trouble or f"{known.label} : {known.word(value)}.", "error" if trouble else "success")
        self.refill()

    def _value(self, known: Setting) -> Value:
        value: Value = getattr(self.host.preferences, known.id)
        return value

    def _setting(self, known: Setting) -> Entry:
        label = Content.styled(known.label.ljust(LABEL), "bold")
        value = Content.styled(f"‹ {known.word(self._value(known))} ›", "$accent")
        return Entry(known.id, (Block(label + value), said(known.help, "$quiet")), gap=1)

    # --- what else is there

    def _doing(self) -> dict[str, Callable[[], None]]:
        return {
            "ring_test": lambda: try_ring(self),
            "files": self._read_again,
            "reglette": self.host.do_reglette,
            "set_up": self.host.do_set_up,
        }

    def _read_again(self) -> None:
        self.host.read_own()
        self.host.wear(self.host.preferences.theme)
        self.refill()
        faults = len(self.host.faults)
        self.say(
            f"Vos fichiers sont relus : {faults} erreur{'s' if faults > 1 else ''}.",
            "warning" if faults else "success",
        )

    def _others(self) -> Iterator[Entry]:
        yield _doing("ring_test", "Essayer la sonnerie", "Elle s'arrête seule.")
        yield Entry("files", (Block(Content.styled("Relire vos fichiers", "bold")), *self._files()), gap=1)
        yield _doing(
            "reglette", "Réglette des touches", "Un PDF de vos touches, à poser au-dessus du clavier."
        )
        yield _doing("set_up", "Premier réglage", "Trois essais : l'écran, les touches, la sonnerie.")

    def _files(self) -> Iterator[Block]:
        config, keymap = self.host.config, self.host.keymap
        if config is None:
            yield said("Ici rien n'est enregistré : les réglages valent jusqu'à la fermeture.", "$quiet")
            return
        for path in (config.settings, config.keys, config.theme):
            state = "" if is_there(path) else " (absent : les valeurs d'origine valent)"
            if path == config.keys and keymap.changed:
                state = f" ({len(keymap.changed)} commande(s) à vos touches)"
            yield said(f"{path}{state}", "$quiet")
        for fault in self.host.faults:
            yield said(f"! {fault.told}", "$warning")


def _doing(key: str, label: str, help_: str) -> Entry:
    return Entry(key, (Block(Content.styled(label, "bold")), said(help_, "$quiet")), gap=1)
