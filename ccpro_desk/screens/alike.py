"""Contacts of the same person: which they are, and what putting two together would make of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content

from ccpro_desk.desk.state import DeskContact
from ccpro_desk.domain.values import Direction, Message
from ccpro_desk.screens.ask import AskScreen
from ccpro_desk.screens.base import Window
from ccpro_desk.widgets import rows, words
from ccpro_desk.widgets.bars import KeyBar, NoticeBar
from ccpro_desk.widgets.line_list import LineList
from ccpro_desk.widgets.pane import Block, Pane, field, hint, said

if TYPE_CHECKING:
    from ccpro_desk.wire.contact_view import ContactView
    from ccpro_desk.wire.listing import AlikeView

_WHEN = 15
_WORDS = 60
"""Characters of a message in the preview."""
HERE = "Entrée : il continue dans votre contact. Il est clos, et tout ce qui y a été dit se lit ici."
THERE = "Entrée : votre contact continue dans celui-ci. Le vôtre est clos ; votre brouillon y est montré."
OTHER_WAY = "F7 : l'inverse, votre contact continue dans celui-ci."
UNLINKED = "Le professionnel lié au contact clos n'est pas repris : vous le lierez dans celui qui continue."
UNREAD = "Ce qui y est écrit se lira une fois les deux regroupés."


@dataclass(frozen=True, slots=True)
class Together:
    """What the agent chose."""

    contact: UUID
    other: UUID
    here: bool
    """The other one goes on in mine; else mine in the other."""


class AlikeScreen(Window[Together]):
    """Enter puts them together after a question; F7 the other way round; Tab shows the preview."""

    CSS_PATH = "window.tcss"
    AUTO_FOCUS = "#list"
    KEYS = (
        ("choose", "Entrée", "Regrouper"),
        ("follow", "F7", "L'inverse"),
        ("turn", "Tab", "Aperçu"),
        ("leave", "Échap", "Revenir"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,shift+tab", "turn", show=False, priority=True),
    ]

    def __init__(self, contact: DeskContact, found: Sequence[AlikeView]) -> None:
        super().__init__()
        self._contact_at_hand = contact
        self._found = {str(view.id): view for view in found}
        self.asked_again = False
        """Whether the central has said since how they stand now."""
        self._read: dict[str, ContactView] = {}

    def compose(self) -> ComposeResult:
        with Vertical(id="frame") as frame:
            frame.border_title = Content("Contacts de la même personne")
            with Horizontal(id="body"):
                yield LineList(id="list", empty="Aucun autre contact de cette personne.")
                yield Pane(id="preview")
            yield NoticeBar()
            yield KeyBar(self.KEYS)

    def on_mount(self) -> None:
        self._fill()

    def take(self, found: Sequence[AlikeView]) -> None:
        """As the central tells them now."""
        self.asked_again = True
        self._found = {str(view.id): view for view in found}
        self._fill()

    @property
    def contact(self) -> UUID:
        """The one at hand."""
        return self._contact_at_hand.id

    def _fill(self) -> None:
        shown = self.query_one("#list", LineList)
        entries = [rows.alike(view) for view in self._found.values()]
        first = entries[0].key if entries else None
        shown.fill(entries, key=shown.key if shown.key in self._found else first)
        self._show()

    @property
    def other(self) -> AlikeView | None:
        return self._found.get(self.query_one("#list", LineList).key or "")

    @on(LineList.Highlighted)
    def _moved(self, event: LineList.Highlighted) -> None:
        event.stop()
        self._show()

    def _show(self) -> None:
        other = self.other
        if other is None:
            self.query_one("#preview", Pane).show(())
            return
        self.query_one("#preview", Pane).show(list(self._preview(other)))
        key = str(other.id)
        if other.readable and key not in self._read:
            self.attempt(self.host.desk.lists.contact(other.id), partial(self._came, key), lambda _: None)

    def _came(self, key: str, view: ContactView) -> None:
        self._read[key] = view
        self._show()

    def _preview(self, other: AlikeView) -> Iterator[Block]:
        why = ", ".join(rows.WHY.get(reason, reason) for reason in other.why)
        yield said(f"Ce qui les rapproche : {why}", "bold $secondary")
        yield from _consequences(other)
        yield Block()
        yield said("Ce que cela donnerait", "bold $secondary")
        mine, theirs = self._contact_at_hand.view, self._read.get(str(other.id))
        kept, closed = (mine, theirs) if other.gather is None else (theirs, mine)
        if kept and closed and closed.usager and not kept.usager:
            yield hint(UNLINKED, "$warning")
        told = [(message, "ici") for message in mine.messages]
        told += [(message, "l'autre") for message in theirs.messages] if theirs else []
        for message, where in sorted(told, key=lambda pair: pair[0].at):
            yield _message(message, where)
        if theirs is None:
            yield field(
                words.short_moment(other.received_at), f"l'autre : {UNREAD}", width=_WHEN, style="$quiet"
            )

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self.do_choose()

    def do_choose(self) -> None:
        other = self.other
        if other is None or not self.settled():
            return
        if other.gather is None:
            self._ask(other, here=True)
        elif other.into is None:
            self._ask(other, here=False)
        else:
            self.say(other.gather, "warning")

    def do_follow(self) -> None:
        """The other way round."""
        other = self.other
        if other is None or not self.settled():
            return
        if other.gather is None and other.into is None:
            self._ask(other, here=False)
        else:
            self.say(other.into or "Il n'y a qu'une façon de les regrouper : Entrée.", "warning")

    def _ask(self, other: AlikeView, *, here: bool) -> None:
        subject = rows.line(other.subject) or "sans objet"
        question = (
            f"« {subject} » sera clos et continuera dans le contact que vous suivez."
            if here
            else f"Votre contact sera clos et continuera dans « {subject} ». Il quitte votre liste."
        )
        together = Together(self._contact_at_hand.id, other.id, here)
        self.app.push_screen(
            AskScreen("Regrouper", question, yes="Regrouper"),
            lambda yes: self._answered(together) if yes else None,
        )

    def _answered(self, together: Together) -> None:
        self.dismiss(together)

    def action_turn(self) -> None:
        reading = self.focused is not None and self.focused.id == "list"
        self.set_class(reading, "-reading")
        self.query_one("#preview" if reading else "#list").focus()

    def do_turn(self) -> None:
        self.action_turn()

    def do_leave(self) -> None:
        self.action_back()


def _consequences(other: AlikeView) -> Iterator[Block]:
    """What Enter and F7 would do, or why they would not."""
    if other.gather is None:
        yield hint(HERE, "$success")
        if other.into is None:
            yield hint(OTHER_WAY)
    elif other.into is None:
        yield hint(THERE, "$success")
    else:
        for sentence in dict.fromkeys((other.gather, other.into)):
            yield said(sentence, "$warning")


def _message(message: Message, where: str) -> Block:
    who = "note" if message.direction is Direction.NOTE else rows.line(message.author)
    text = rows.line(message.text)
    cut = f"{text[:_WORDS].rstrip()}…" if len(text) > _WORDS else text
    return field(words.short_moment(message.at), f"{where}, {who} : {cut or '(vide)'}", width=_WHEN)
