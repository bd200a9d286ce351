"""What others wrote on a contact since the agent read it: shown before anything leaves."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from ccpro_desk.answers.french import of
from ccpro_desk.desk.since import Since
from ccpro_desk.domain.text import clean
from ccpro_desk.domain.values import Direction, Message
from ccpro_desk.screens.base import Window
from ccpro_desk.widgets import words
from ccpro_desk.widgets.bars import KeyBar, NoticeBar
from ccpro_desk.widgets.pane import Block, Pane, plain, said

KINDS = {Direction.IN: "Message", Direction.NOTE: "Note interne", Direction.OUT: "Réponse"}


class ChangedScreen(Window[bool]):
    """Enter says that it is read; Escape goes back to the text without saying so. Nothing is sent here."""

    CSS_PATH = "window.tcss"
    AUTO_FOCUS = "#text"

    def __init__(self, since: Since) -> None:
        super().__init__()
        self._since = since

    def compose(self) -> ComposeResult:
        with Vertical(id="frame") as frame:
            frame.border_title = Content("Depuis votre lecture")
            yield Pane(id="text")
            yield NoticeBar()
            yield KeyBar((("read", "Entrée", "J'ai lu, revenir à mon texte"), ("leave", "Échap", "Revenir")))

    def on_mount(self) -> None:
        self.query_one("#text", Pane).show(list(_blocks(self._since)))
        self.say(self._since.sentence, "warning")

    def key_enter(self) -> None:
        self.do_read()

    def do_read(self) -> None:
        if self.settled():
            self.dismiss(True)

    def do_review(self) -> None:
        """F6 brought the agent here: pressed again it sends nothing."""
        self.say("Rien n'est parti. Lisez, puis Entrée ; F6 dans votre texte ouvrira une nouvelle relecture.")

    def do_leave(self) -> None:
        self.action_back()


def _blocks(since: Since) -> Iterator[Block]:
    for message in since.messages:
        yield from (said(_head(message), "bold $accent"), *plain(clean(message.text)), Block())
    for late in since.late_drafts:
        author = clean(late.agent_name, keep_newlines=False) or "un collègue"
        yield said(f"Texte non envoyé de {author}, {words.moment(late.at)}", "bold $warning")
        yield from (*plain(clean(late.text)), Block())


def _head(message: Message) -> str:
    author = clean(message.author, keep_newlines=False)
    return f"{KINDS[message.direction]} {of(author)}, {words.moment(message.at)}"
