"""Signing in: login and password, in French, with what to do when it fails."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Label

from ccpro_desk.desk.state import DeskState, LinkKind, Needs
from ccpro_desk.screens.base import DeskScreen
from ccpro_desk.widgets.bars import KeyBar, NoticeBar, StatusBar

KEYS = (("submit", "Entrée", "Se connecter"), ("palette", "^P", "Tout"), ("help", "^G", "Aide"))


class SignInScreen(DeskScreen[None]):
    """Leaves by itself once the desk no longer asks."""

    CSS_PATH = "form.tcss"
    AUTO_FOCUS = "#login"

    def __init__(self, *, expired: bool = False) -> None:
        super().__init__()
        self.add_class("form")
        self._expired = expired
        self._busy = False

    def compose(self) -> ComposeResult:
        yield StatusBar()
        with Vertical(id="card"):
            yield Label("CC Pros Desk", classes="title", markup=False)
            yield Label("Le poste de l'agent des centres de contact des professionnels", markup=False)
            yield Label("Identifiant", classes="label", markup=False)
            yield Input(id="login", placeholder="par exemple agent1")
            yield Label("Mot de passe", classes="label", markup=False)
            yield Input(id="password", password=True)
            yield NoticeBar()
        yield KeyBar(KEYS)

    def on_mount(self) -> None:
        self.query_one(StatusBar).word = self.host.word
        self.query_one(StatusBar).place = "CC Pros Desk"
        if self._expired:
            self.say("Session expirée : reconnectez-vous, votre saisie est conservée.", "warning")
        agent = self.host.desk.state.agent
        if agent:
            self.query_one("#login", Input).value = agent.login
            self.query_one("#password", Input).focus()

    def show_state(self, state: DeskState) -> None:
        if state.needs is Needs.NOTHING and state.link.kind not in (LinkKind.EXPIRED, LinkKind.SIGNED_OUT):
            self.finish()

    @on(Input.Submitted, "#login")
    def _login_given(self) -> None:
        self.query_one("#password", Input).focus()

    @on(Input.Submitted, "#password")
    def do_submit(self) -> None:
        login = self.query_one("#login", Input).value.strip()
        password = self.query_one("#password", Input).value
        if self._busy:
            return
        if not login or not password:
            self.say("Saisissez votre identifiant et votre mot de passe.", "warning")
            return
        self._busy = True
        self.say("Connexion au centre…")
        self.attempt(self.host.desk.sign_in(login, password), self._signed_in, self._failed)

    def _signed_in(self, _: object) -> None:
        self._busy = False
        self.host.show_state(self.host.desk.state)
        self.finish()

    def _failed(self, sentence: str) -> None:
        self._busy = False
        self.say(sentence, "error")
        password = self.query_one("#password", Input)
        password.value = ""
        password.focus()
