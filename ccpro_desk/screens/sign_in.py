"""Signing in: login and password, or the portal where the central has one, and what to do when it fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Button, Input, Label
from textual.worker import Worker

from ccpro_desk.desk.remains import remains
from ccpro_desk.desk.state import DeskState, LinkKind, Needs
from ccpro_desk.screens.base import DeskScreen
from ccpro_desk.widgets.bars import KeyBar, NoticeBar, StatusBar

if TYPE_CHECKING:
    from ccpro_desk.wire.views import SignInOffer

KEYS = (("submit", "Entrée", "Se connecter"), ("palette", "^P", "Tout"), ("help", "^G", "Aide"))


class SignInScreen(DeskScreen[bool]):
    """Leaves by itself once the desk no longer asks. `lifts`: it stands before a curtain that it may lift."""

    over_curtain = True

    CSS_PATH = "form.tcss"
    AUTO_FOCUS = "#login"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "give_up", show=False)]

    def __init__(self, *, expired: bool = False, lifts: bool = False) -> None:
        super().__init__()
        self.add_class("form")
        self._expired, self._lifts = expired, lifts
        self._busy = False
        self._at_portal: Worker[None] | None = None
        self._asked = False
        """Whether the central is being, or has been, asked how one may sign in."""

    def compose(self) -> ComposeResult:
        yield StatusBar()
        with Vertical(id="card"):
            yield Label("CC Pros Desk", classes="title", markup=False)
            yield Label("Le poste de l'agent des centres de contact des professionnels", markup=False)
            yield Label("Identifiant", classes="label", markup=False)
            yield Input(id="login", placeholder="par exemple agent1")
            yield Label("Mot de passe", classes="label", markup=False)
            yield Input(id="password", password=True)
            portal = Button("Se connecter par le portail", id="portal")
            portal.display = False
            yield portal
            yield NoticeBar()
        yield KeyBar(KEYS)

    def on_mount(self) -> None:
        self.query_one(StatusBar).word = self.host.word
        self.query_one(StatusBar).place = "CC Pros Desk"
        if self._expired or self._lifts:
            self.say(self._why(), "warning")
        agent = self.host.desk.state.agent
        if agent:
            self.query_one("#login", Input).value = agent.login
            self.query_one("#password", Input).focus()
        self.show_state(self.host.desk.state)  # it may have changed while this screen was being made

    def _why(self) -> str:
        state = self.host.desk.state
        if self._lifts:
            return "Écran masqué : reconnectez-vous pour le reprendre. Échap : le laisser masqué."
        if not state.link.elsewhere:
            return "Session expirée : reconnectez-vous, votre saisie est conservée."
        return f"Votre service continue sur un autre poste : celui-ci est déconnecté. {_kept(state)}"

    def _ask(self) -> None:
        """Again at each change of the line, until the central has said it."""
        if not self._asked:
            self._asked = True
            self.attempt(self._offer(), self._offered, self._unasked)

    async def _offer(self) -> SignInOffer:
        return await self.host.desk.sign_in_offer()

    def _unasked(self, _: str) -> None:
        self._asked = False

    def _offered(self, offer: SignInOffer) -> None:
        """A central that cannot be asked offers the password: that then says why it fails."""
        portal = self.query_one("#portal", Button)
        portal.display = offer.oidc is not None
        if not offer.local:
            portal.focus()

    def show_state(self, state: DeskState) -> None:
        self._ask()
        if self._lifts:
            return
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

    @on(Button.Pressed, "#portal")
    def do_portal(self) -> None:
        if self._busy:
            return
        self._busy = True
        self.say("Finissez la connexion dans le navigateur. Échap pour abandonner.")
        self._at_portal = self.attempt(
            self.host.desk.sign_in_by_portal(), self._signed_in, self._portal_failed
        )

    def action_give_up(self) -> None:
        if self._at_portal is None:
            if self._lifts:
                self.finish()
            return
        self._at_portal.cancel()
        self._portal_failed("Connexion par le portail abandonnée.")

    def _portal_failed(self, sentence: str) -> None:
        self._busy, self._at_portal = False, None
        self.say(sentence, "error")
        self.query_one("#portal", Button).focus()

    def _signed_in(self, _: object) -> None:
        self._busy, self._at_portal = False, None
        self.host.show_state(self.host.desk.state)
        if self._lifts and self.is_active:
            self.dismiss(True)
        else:
            self.finish()

    def _failed(self, sentence: str) -> None:
        self._busy = False
        self.say(sentence, "error")
        password = self.query_one("#password", Input)
        password.value = ""
        password.focus()


def _kept(state: DeskState) -> str:
    """What the former workstation has and nobody else."""
    left = remains(state)
    if not left.stays_here:
        return "Tout ce que vous y aviez écrit est au centre."
    return "Ce qui n'était pas transmis est conservé ici, et ira au centre si vous vous y reconnectez."
