"""The curtain: nothing of anybody on the screen, at once; after a while, only its agent gets it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from ccpro_desk.screens.base import DeskScreen
from ccpro_desk.widgets.bars import NoticeBar, StatusBar

if TYPE_CHECKING:
    from ccpro_desk.desk.state import DeskState

HIDDEN = "Écran masqué. Une touche le rend."


class CurtainScreen(DeskScreen[None]):
    """Any key gives the screen back, and does nothing else; later it asks who is there.

    Nothing of it is told to anybody: it is not a state, and the signs of life go on.
    """

    CSS = """
    CurtainScreen { align: center middle; background: $background; }
    CurtainScreen #hidden { width: 64; max-width: 96%; height: auto; }
    CurtainScreen Static { width: 100%; text-align: center; color: $quiet; }
    CurtainScreen Input { display: none; border: round $frame; background: $surface; margin: 1 0 0 0; }
    CurtainScreen Input:focus { border: round $accent; background-tint: $foreground 0%; }
    CurtainScreen NoticeBar { background: $background; height: auto; min-height: 2; margin: 1 0 0 0; }
    CurtainScreen.-asking Input { display: block; }
    """
    AUTO_FOCUS = ""
    over_curtain = True
    hides = True
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "hide_again", show=False)]

    def __init__(self) -> None:
        super().__init__()
        self._hidden_at = 0.0
        self._checking = False

    def compose(self) -> ComposeResult:
        yield StatusBar()
        with Vertical(id="hidden"):
            yield Static(HIDDEN, id="told", markup=False)
            yield Input(id="secret", password=True)
            yield NoticeBar()

    def on_mount(self) -> None:
        self._hidden_at = self.host.monotonic()
        self.query_one(StatusBar).word = self.host.word
        self.show_state(self.host.desk.state)

    def show_state(self, state: DeskState) -> None:
        """A call is announced, and nobody's name."""
        if not self._checking and not self._asking:
            self.say(f"{self.host.ringing}." if self.host.ringing else "", "warning")

    # --- lifting

    @property
    def _asking(self) -> bool:
        return self.has_class("-asking")

    @property
    def _locked(self) -> bool:
        """Whether it has been down long enough to ask who is there; where the data are invented, never."""
        if self.host.word:
            return False
        minutes = self.host.preferences.curtain_minutes
        return self.host.monotonic() - self._hidden_at >= 60 * minutes

    def on_key(self, event: events.Key) -> None:
        if self._asking and self.focused is not None:
            return
        event.stop()
        event.prevent_default()
        self.lift()

    def intercepts(self, name: str) -> bool:
        """No key does anything behind a curtain."""
        if not self._asking:
            self.lift()
        return True

    def lift(self) -> None:
        if not self._locked:
            self.finish()
        elif self.host.desk.curtain.ready:
            self._ask()
        else:
            self._sign_in()

    def finish(self) -> None:
        super().finish()
        self.host.lifted()

    def _ask(self) -> None:
        chosen = self.host.desk.curtain.chosen
        self.query_one("#told", Static).update("Votre code" if chosen else "Votre mot de passe")
        self.add_class("-asking")
        self.query_one("#secret", Input).focus()
        self.say("Échap : laisser l'écran masqué.")

    def action_hide_again(self) -> None:
        secret = self.query_one("#secret", Input)
        secret.value = ""
        self.set_focus(None)
        self.remove_class("-asking")
        self.query_one("#told", Static).update(HIDDEN)
        self.show_state(self.host.desk.state)

    @on(Input.Submitted, "#secret")
    def _given(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value and not self._checking:
            self._checking = True
            self.attempt(self.host.desk.curtain.opens(event.value), self._answered)

    def _answered(self, right: bool) -> None:
        self._checking = False
        self.query_one("#secret", Input).value = ""
        if right:
            self.finish()
        elif self.host.desk.curtain.ready:
            self.say("Ce n'est pas cela. L'écran reste masqué.", "error")
        else:
            self.action_hide_again()
            self._sign_in()

    def _sign_in(self) -> None:
        """The same person may sign in again from here: the session goes on under a new token."""
        from ccpro_desk.screens.sign_in import SignInScreen

        self.app.push_screen(SignInScreen(lifts=True), lambda signed: self.finish() if signed else None)
