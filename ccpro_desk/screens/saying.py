"""A few lines to another service: written, then recorded by F6."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Label, Static

from ccpro_desk.domain.text import clean
from ccpro_desk.screens.base import Window
from ccpro_desk.screens.begun import keep
from ccpro_desk.widgets import present, words
from ccpro_desk.widgets.bars import KeyBar, NoticeBar
from ccpro_desk.widgets.spelled_area import SpelledArea

if TYPE_CHECKING:
    from ccpro_desk.domain.referral.perimeter import Article


@dataclass(frozen=True, slots=True)
class Saying:
    """What was written, and the article that goes with it."""

    text: str
    article: str = ""


class SayingScreen(Window[Saying]):
    """F6 records. Escape keeps the text."""

    CSS_PATH = "window.tcss"
    AUTO_FOCUS = "#text"

    def __init__(
        self,
        title: str,
        label: str,
        begun: dict[str, str],
        *,
        yes: str,
        first: str = "",
        article: str | None = None,
        empty_ok: bool = False,
    ) -> None:
        """`article`: asked for, this one first; none: not asked. `empty_ok`: nothing need be written."""
        super().__init__()
        self._title, self._label, self._begun, self._yes = title, label, begun, yes
        self._first, self._article, self._empty_ok = first, article, empty_ok

    def compose(self) -> ComposeResult:
        with Vertical(id="frame", classes="small fields") as frame:
            frame.border_title = Content(self._title)
            if self._article is not None:
                yield Label("Article du périmètre", markup=False)
                yield Input(
                    self._begun.get("article", self._article), id="article", placeholder="1.1", max_length=10
                )
                yield Static(id="foot", markup=False)
            yield Label(self._label, markup=False)
            yield SpelledArea(self._begun.get("text", self._first), id="text")
            yield NoticeBar()
            yield KeyBar((("review", "F6", self._yes), ("leave", "Échap", "Revenir")))

    def on_mount(self) -> None:
        self.host.helps_writing(self.query_one(SpelledArea))
        self._show_article()

    @property
    def _named(self) -> Article | None:
        perimeter = self.host.reference.perimeter
        if perimeter is None or self._article is None:
            return None
        today = words.local(present.now()).date()
        known = {article.id: article for article in perimeter.first_level(today)}
        return known.get(clean(self.query_one("#article", Input).value).strip())

    def _show_article(self) -> None:
        if self._article is not None:
            article = self._named
            told = (
                f"{article.title}. {article.said}"
                if article
                else "Article de premier niveau attendu : 1.1, 1.2…"
            )
            self.query_one("#foot", Static).update(told)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._show_article()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.query_one(SpelledArea).focus()

    def do_review(self) -> None:
        text = clean(self.query_one(SpelledArea).text).strip()
        if self._article is not None and self._named is None:
            self.say("Nommez l'article du périmètre qui laisse cette question au centre.", "warning")
            self.query_one("#article").focus()
        elif not text and not self._empty_ok:
            self.say("Le texte est vide : écrivez-le d'abord.", "warning")
        elif self.settled():
            self.dismiss(Saying(text, self._named.id if self._named else ""))

    def action_back(self) -> None:
        keep(self, self._begun, ("text",) if self._article is None else ("text", "article"))
        super().action_back()

    def do_leave(self) -> None:
        self.action_back()
