"""What was asked to verify who is speaking: the checks, passed or not; never the answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from ccpro_desk.domain.identification import Assurance, Check, Kind, level_of
from ccpro_desk.domain.text import clean
from ccpro_desk.screens.base import Window
from ccpro_desk.screens.reference_data import Reference
from ccpro_desk.widgets import words
from ccpro_desk.widgets.bars import KeyBar, NoticeBar
from ccpro_desk.widgets.line_list import Entry, LineList
from ccpro_desk.widgets.pane import Block, Pane, said
from ccpro_desk.wire.views import ContactView

Result = tuple[tuple[str, ...], bool]
"""The checks that were asked and whether they passed; no check at all: link another professional."""
KINDS = {
    Kind.PUBLIC: "public : ne compte pas",
    Kind.PRIVATE: "compte",
    Kind.CALLBACK: "compte",
    Kind.MANDATE: "pour un tiers",
}
LEVELS = ("renseignements généraux", "dossier", "actes")


class IdentityScreen(Window[Result]):
    """Space ticks what was asked; Enter: all right; N: not conclusive; R: another professional."""

    CSS_PATH = "window.tcss"
    AUTO_FOCUS = "#list"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", show=False, priority=True),
        Binding("n,N", "conclude(False)", show=False),
        Binding("r,R", "another", show=False),
    ]

    def __init__(self, view: ContactView, reference: Reference) -> None:
        super().__init__()
        self._view, self._checks = view, reference.checks
        self._ticked: set[str] = set()

    def compose(self) -> ComposeResult:
        with Vertical(id="frame") as frame:
            name = self._view.usager.name if self._view.usager else ""
            frame.border_title = Content(f"Vérifier l'identité · {clean(name, keep_newlines=False)}")
            yield Pane(id="told", classes="lines")
            yield LineList(id="list")
            yield NoticeBar()
            yield KeyBar(
                (
                    ("tick", "Espace", "Cocher"),
                    ("passed", "Entrée", "Concluant"),
                    ("failed", "N", "Non concluant"),
                    ("another", "R", "Autre dossier"),
                    ("leave", "Échap", "Revenir"),
                )
            )

    def on_mount(self) -> None:
        told = self.query_one("#told", Pane)
        told.can_focus = False
        told.show(self._told())
        self._fill()
        self._begin()

    def show_reference(self, reference: Reference) -> None:
        self._checks = reference.checks
        self._fill()
        self._begin()

    def _begin(self) -> None:
        """On the first check that counts: the public ones above it stay in sight."""
        first = next((c.code for c in self._checks.items if c.kind is Kind.PRIVATE), None)
        if first is not None and not self._ticked:
            self.query_one("#list", LineList).highlight(first)

    @property
    def asked(self) -> tuple[str, ...]:
        return tuple(check.code for check in self._checks.items if check.code in self._ticked)

    def action_tick(self) -> None:
        key = self.query_one("#list", LineList).key
        if key is not None:
            self._ticked ^= {key}
            self._fill()

    def action_conclude(self, passed: bool) -> None:
        if not self.asked:
            self.say("Cochez d'abord (Espace) ce que vous avez demandé.", "warning")
            return
        self.dismiss((self.asked, passed))

    def action_another(self) -> None:
        self.dismiss(((), False))

    def do_tick(self) -> None:
        self.action_tick()

    def do_passed(self) -> None:
        self.action_conclude(True)

    def do_failed(self) -> None:
        self.action_conclude(False)

    def do_another(self) -> None:
        self.action_another()

    def do_leave(self) -> None:
        self.action_back()

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self.action_conclude(True)

    def _told(self) -> Sequence[Block]:
        now = said(words.identity(self._view), "bold")
        if words.ordinary_mail(self._view):
            return (
                now,
                said("Courriel ordinaire : quoi qu'on vérifie, le dossier reste fermé.", "$warning"),
                Block(),
            )
        return (
            now,
            said("Cochez ce que vous avez demandé ; la réponse elle-même n'est jamais notée.", "$quiet"),
            Block(),
        )

    def _fill(self) -> None:
        self.query_one("#list", LineList).fill(
            [_entry(c, c.code in self._ticked) for c in self._checks.items]
        )
        if self.asked:
            self.say(f"Si tout est concluant : accès « {LEVELS[self._level()]} ».")

    def _level(self) -> int:
        return level_of(
            self._checks,
            self.asked,
            assurance=self._view.origin.assurance if self._view.origin else Assurance.NONE,
            ordinary_mail=words.ordinary_mail(self._view),
            linked=self._view.usager is not None,
        )


def _entry(check: Check, ticked: bool) -> Entry:
    box = Content.styled("[×] ", "bold $accent") if ticked else Content.styled("[ ] ", "$quiet")
    label = box + Content.styled(check.label, "bold") + Content.styled(f"  {KINDS[check.kind]}", "$quiet")
    hint = Block(Content.styled(check.hint, "$quiet"), indent=4)
    return Entry(check.code, (Block(label), hint))
