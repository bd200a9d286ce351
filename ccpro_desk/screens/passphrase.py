"""Without a system keyring: the passphrase that opens the local store."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Label

from ccpro_desk.desk.state import DeskState, Needs
from ccpro_desk.screens.base import DeskScreen
from ccpro_desk.widgets.bars import KeyBar, NoticeBar, StatusBar

SHORTEST = 12
"""Characters of a new passphrase at least."""


class PassphraseScreen(DeskScreen[None]):
    """Asks it, or has it chosen twice on a first start."""

    CSS_PATH = "form.tcss"
    over_curtain = True
    AUTO_FOCUS = "#passphrase"

    def __init__(self, *, new: bool) -> None:
        super().__init__()
        self.add_class("form")
        self._new = new
        self._busy = False

    def compose(self) -> ComposeResult:
        yield StatusBar()
        with Vertical(id="card"):
            yield Label("Phrase secrète du poste", classes="title", markup=False)
            why = "Ce poste n'a pas de trousseau : une phrase secrète protège ce qui est gardé ici."
            yield Label(why, classes="hint", markup=False)
            yield Label(
                "Choisissez-la" if self._new else "Votre phrase secrète", classes="label", markup=False
            )
            yield Input(id="passphrase", password=True)
            if self._new:
                yield Label("Encore une fois", classes="label", markup=False)
                yield Input(id="again", password=True)
            yield NoticeBar()
        yield KeyBar((("submit", "Entrée", "Ouvrir"), ("palette", "^P", "Tout"), ("help", "^G", "Aide")))

    def on_mount(self) -> None:
        self.query_one(StatusBar).word = self.host.word
        self.query_one(StatusBar).place = "CC Pros Desk"
        self.show_state(self.host.desk.state)  # it may have changed while this screen was being made

    def show_state(self, state: DeskState) -> None:
        if state.needs not in (Needs.PASSPHRASE, Needs.NEW_PASSPHRASE):
            self.finish()

    @on(Input.Submitted)
    def do_submit(self) -> None:
        chosen = self.query_one("#passphrase", Input).value
        if self._busy or not chosen:
            return
        if self._new:
            again = self.query_one("#again", Input)
            if len(chosen) < SHORTEST:
                self.say(f"Trop courte : au moins {SHORTEST} caractères, par exemple quatre mots.", "warning")
                return
            if not again.value:
                again.focus()
                return
            if again.value != chosen:
                self.say("Les deux saisies diffèrent : reprenez la seconde.", "error")
                again.value = ""
                return
        self._busy = True
        self.say("Ouverture…")
        self.attempt(self.host.desk.unlock(chosen), self._opened, self._failed)

    def _opened(self, _: object) -> None:
        self._busy = False
        self.host.show_state(self.host.desk.state)
        self.finish()

    def _failed(self, sentence: str) -> None:
        self._busy = False
        self.say(sentence, "error")
        for field in self.query(Input):
            field.value = ""
        self.query_one("#passphrase", Input).focus()
