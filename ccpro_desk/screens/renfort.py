"""Asking for help: about what, on which channel; and what became of it."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Label

from ccpro_desk.desk.state import DeskState
from ccpro_desk.domain.text import clean
from ccpro_desk.domain.values import Channel
from ccpro_desk.screens.base import Window
from ccpro_desk.screens.begun import keep
from ccpro_desk.widgets import words
from ccpro_desk.widgets.bars import KeyBar, NoticeBar
from ccpro_desk.widgets.pane import Block, Pane, said

BY_VOICE = "Le centre ne répond pas : appelez votre encadrement de vive voix ou par téléphone."


class RenfortScreen(Window[bool]):
    """Enter asks; Tab says whether it is about this contact's channel. The text below stays as it was."""

    CSS_PATH = "window.tcss"
    AUTO_FOCUS = "#subject"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,shift+tab", "channel", show=False, priority=True),
    ]

    def __init__(self, channel: Channel | None, begun: dict[str, str]) -> None:
        super().__init__()
        self._channel, self._offered, self._begun = channel, channel, begun
        self._going = False

    def compose(self) -> ComposeResult:
        with Vertical(id="frame", classes="small") as frame:
            frame.border_title = Content("Demander du renfort")
            yield Pane(id="told", classes="lines")
            yield Label("Sur quoi (facultatif)", markup=False)
            yield Input(
                self._begun.get("subject", ""),
                id="subject",
                placeholder="par exemple : TVA sur la marge, usager difficile",
                max_length=200,
            )
            yield Label(id="about", markup=False)
            yield NoticeBar()
            yield KeyBar(
                (
                    ("submit", "Entrée", "Demander du renfort"),
                    *((("channel", "Tab", "Ce canal ou tous"),) if self._offered else ()),
                    ("leave", "Échap", "Revenir"),
                )
            )

    def on_mount(self) -> None:
        self.query_one("#told", Pane).can_focus = False
        self._show_channel()
        self.show_state(self.host.desk.state)

    def show_state(self, state: DeskState) -> None:
        super().show_state(state)
        self.query_one("#told", Pane).show(self._told(state))

    def _told(self, state: DeskState) -> list[Block]:
        asked = state.around.renfort
        if asked is None:
            return [
                said("Votre encadrement est prévenu tout de suite ; vous restez dans votre texte.", "$quiet")
            ]
        about = f" ({clean(asked.subject, keep_newlines=False)})" if asked.subject else ""
        head = said(f"Demandé {words.moment(asked.asked_at)}{about}.", "bold")
        if asked.answer is None:
            return [head, said("Pas encore de réponse : elle s'affichera en bas de l'écran.", "$warning")]
        answer = clean(asked.answer, keep_newlines=False)
        return [
            head,
            said(f"Réponse : {answer}", "$success"),
            said("Vous pouvez demander de nouveau.", "$quiet"),
        ]

    def _show_channel(self) -> None:
        named = words.CHANNELS[self._channel].lower() if self._channel else "tous les canaux"
        self.query_one("#about", Label).update(f"Canal : {named}")

    def action_channel(self) -> None:
        self._channel = None if self._channel else self._offered
        self._show_channel()

    do_channel = action_channel

    @on(Input.Submitted)
    def do_submit(self) -> None:
        if self._going:
            return
        self._going = True
        subject = self.query_one("#subject", Input).value.strip()
        job = self.host.desk.ask_renfort(self._channel, subject)
        self.attempt(job, lambda _: self.dismiss(True), self._refused_here)

    def _refused_here(self, sentence: str) -> None:
        self._going = False
        self.say(BY_VOICE if "ne répond pas" in sentence else sentence, "error")

    def action_back(self) -> None:
        keep(self, self._begun, ("subject",))
        super().action_back()

    def do_reinforce(self) -> None:
        self.action_back()

    def do_leave(self) -> None:
        self.action_back()
