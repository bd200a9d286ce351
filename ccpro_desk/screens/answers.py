"""Finding a scripted answer and inserting it, its blanks filled from the contact."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from ccpro_desk.desk.errors import DeskError
from ccpro_desk.domain.guessing import guess
from ccpro_desk.domain.identification import WAYS_OUT
from ccpro_desk.domain.text import clean
from ccpro_desk.domain.values import AnswerRef, Direction
from ccpro_desk.screens.picker import Picker
from ccpro_desk.screens.reference_data import Reference
from ccpro_desk.widgets import words
from ccpro_desk.widgets.line_list import Entry
from ccpro_desk.widgets.pane import Block, hint, plain, said
from ccpro_desk.wire.views import ContactView

if TYPE_CHECKING:
    from ccpro_desk.answers.find import Hit
    from ccpro_desk.answers.model import Answer
    from ccpro_desk.answers.render import Rendered
    from ccpro_desk.domain.usager import Usager

SUGGESTED = 3
"""Answers for a contact of which something is known, before anything is typed."""


@dataclass(frozen=True, slots=True)
class Insertion:
    """An answer's text, ready for the editor."""

    ref: AnswerRef
    title: str
    text: str


class AnswersScreen(Picker[Insertion]):
    """Without a word typed: what suits this contact.

    Answers are looked for in a thread: whoever types never waits for them, and Enter waits for the last word.
    """

    TITLE_TEXT = "Fiches"
    PLACEHOLDER = "Deux ou trois lettres suffisent : remb, franchise, 3519, 293 B, phrase…"
    EMPTY = "Aucune fiche ne correspond. Essayez un autre mot, ou l'article."
    HAS_PREVIEW = True
    KEYS = (
        ("choose", "Entrée", "Insérer la fiche"),
        ("next", "↑↓", "Parcourir"),
        ("preview", "Tab", "Lire"),
        ("leave", "Échap", "Revenir"),
    )

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "read", show=False, priority=True)]

    def __init__(
        self,
        view: ContactView,
        reference: Reference,
        centre: str,
        sought: str = "",
        usager: Usager | None = None,
    ) -> None:
        """`usager`: their file as it is on the screen, if it is."""
        super().__init__()
        self._sought, self._usager = sought, usager
        self._view, self._reference, self._centre = view, reference, centre
        self._motifs = self._guessed()
        self._hits: dict[str, Hit] = {}
        self._used: Mapping[str, int] | None = None
        self._shown: str | None = None
        """What the list answers to; none: nothing yet."""
        self._choosing = False
        """Enter was pressed before the list came."""

    @property
    def initial(self) -> str:
        return self._sought

    def show_reference(self, reference: Reference) -> None:
        self._reference = reference
        self._motifs = self._guessed()
        self.refill()

    def refill(self, *, key: str | None = None) -> None:
        if self._reference.answers is None:
            self.say(self._reference.trouble or "Chargement des fiches…", "warning")
            return
        query = self.query_text
        self.attempt(self._look(query), lambda hits: self._show(query, hits, key))

    def choose(self) -> None:
        self._choosing = self._shown != self.query_text
        if not self._choosing:
            super().choose()

    async def _look(self, query: str) -> list[Hit]:
        if self._used is None:
            self._used = {}
            with suppress(DeskError):  # without it they are only less well ordered
                self._used = await self.host.desk.uses.counts()
        return await asyncio.to_thread(self._search, query)

    def _search(self, query: str) -> list[Hit]:
        index, channel, used = self._reference.answers, self._view.channel.value, self._used or {}
        assert index is not None
        standing, taxes = self._standing(), self._taxes()
        if query.strip() or not (self._motifs or taxes or standing):
            return index.search(
                query, motifs=self._motifs, taxes=taxes, channel=channel, standing=standing, used=used
            )
        fit = index.search(
            "",
            motifs=self._motifs,
            taxes=taxes,
            channel=channel,
            standing=standing,
            used=used,
            limit=SUGGESTED,
        )
        return fit or index.search("", channel=channel, used=used)

    def _show(self, query: str, hits: Sequence[Hit], key: str | None) -> None:
        if query != self.query_text:
            return  # more was typed: its own answers are on their way
        self._shown = query
        self._hits = {hit.answer.id: hit for hit in hits}
        self.say("" if query.strip() else "Suggestions pour ce contact.")
        self.show_entries([_entry(hit) for hit in hits], key=key)
        if self._choosing:
            self.choose()

    def _standing(self) -> frozenset[str]:
        """The motifs that the usager's regimes and legal form speak for."""
        from ccpro_desk.answers.find import today_in_paris
        from ccpro_desk.answers.standing import motifs_of

        if self._usager is None:
            return frozenset()
        return motifs_of(self._usager, self._reference.standing, today_in_paris())

    def _taxes(self) -> tuple[str, ...]:
        """Of the likeliest motif."""
        motifs = self._reference.motifs
        first = motifs.get(self._motifs[0]) if motifs and self._motifs else None
        return first.taxes if first else ()

    def action_read(self) -> None:
        """To the answer's text and back; at 80 columns it takes the place of the list."""
        reading = not self.has_class("-reading")
        self.set_class(reading, "-reading")
        self.query_one("#preview" if reading else "#query").focus()

    do_preview = action_read

    def preview(self, key: str) -> Sequence[Block]:
        answer = self._hits[key].answer
        rendered = self._compose_text(answer)
        head = [
            said(answer.title, "bold $accent"),
            said(f"{answer.id} · version {answer.version} · {answer.status.value}", "$quiet"),
        ]
        if isinstance(rendered, str):
            return [*head, Block(), said(rendered, "bold $error")]
        warning = (
            [hint("! Demande une identité vérifiée (F5).", "bold $warning")] if self._locked(answer) else []
        )
        return [*head, said(rendered.references_line, "$quiet"), *warning, Block(), *plain(rendered.text)]

    def result(self, key: str) -> Insertion | None:
        answer = self._hits[key].answer
        if self._locked(answer):
            self.say(self._way_out(), "error")
            return None
        rendered = self._compose_text(answer)
        if isinstance(rendered, str):
            self.say(rendered, "error")
            return None
        title = " · ".join(
            part for part in (f"fiche {answer.id} v{answer.version}", rendered.references_line) if part
        )
        return Insertion(AnswerRef(answer.id, answer.version), title, rendered.text)

    def _way_out(self) -> str:
        if words.ordinary_mail(self._view):
            return f"Cette fiche parle du dossier, et un courriel n'identifie personne : {WAYS_OUT}."
        return f"Cette fiche parle du dossier : vérifiez d'abord l'identité (F5) ; sinon, {WAYS_OUT}."

    def _locked(self, answer: Answer) -> bool:
        return answer.level > self._view.identification.level

    def _compose_text(self, answer: Answer) -> Rendered | str:
        """The text, or why there is none."""
        from ccpro_desk.answers.find import today_in_paris
        from ccpro_desk.answers.render import RenderContext, RenderError, render

        view = self._view
        context = RenderContext(
            today=today_in_paris(),
            usager_name=view.usager.name if view.usager else "",
            siren=view.usager.siren if view.usager else "",
            received_on=words.local(view.received_at).date(),
            subject=clean(view.subject, keep_newlines=False),
            centre=self._centre,
        )
        try:
            return render(answer, view.channel.value, context)
        except (RenderError, ValueError) as error:
            return f"Cette fiche ne peut pas être composée : {error}"

    def _guessed(self) -> tuple[str, ...]:
        if self._view.motifs:
            return tuple(motif.code for motif in self._view.motifs)
        if self._reference.motifs is None:
            return ()
        text = " ".join(m.text for m in self._view.messages if m.direction is Direction.IN)
        return guess(self._reference.motifs, self._view.subject, text)


def _entry(hit: Hit) -> Entry:
    answer = hit.answer
    title = Content.styled(answer.title, "bold")
    return Entry(answer.id, (Block(title), said(f"{answer.id} · {hit.excerpt}", "$quiet")), gap=1)
